package org.cellnest.transport;

import java.nio.ByteBuffer;

/** What the links of one thread read into and write out of; nothing stays in it between two calls. One thread. */
public final class LinkBuffers {

    private final ByteBuffer in = Channels.in();
    private final ByteBuffer out = Channels.out();

    ByteBuffer in() {
        return in;
    }

    ByteBuffer out() {
        return out;
    }
}
