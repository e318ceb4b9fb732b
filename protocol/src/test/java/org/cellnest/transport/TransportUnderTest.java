package org.cellnest.transport;

import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/**
 * The implementation that a run of these tests is about: what the class path has beside them, which is nothing in this
 * module, and then the native one.
 */
public interface TransportUnderTest {

    /** Opens a transport of the implementation. */
    Transport open();

    /** Opens the one that this run is about. */
    static Transport ofThisRun() {
        return StreamSupport.stream(ServiceLoader.load(TransportUnderTest.class).spliterator(), false)
                .findFirst()
                .map(TransportUnderTest::open)
                .orElseGet(NativeTransport::new);
    }
}
