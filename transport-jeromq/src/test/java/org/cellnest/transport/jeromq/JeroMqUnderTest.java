package org.cellnest.transport.jeromq;

import org.cellnest.transport.Transport;
import org.cellnest.transport.TransportUnderTest;

/** Has every test of the transport run on JeroMQ in this module. */
public final class JeroMqUnderTest implements TransportUnderTest {
    @Override
    public Transport open() {
        return JeroMqTransport.plain();
    }
}
