package org.cellnest.gateway.dispatch;

import java.nio.ByteBuffer;

/** Accepts the frames of a lane: a connection, or a test's list. */
public interface FrameSink {
    /** Hands over a frame in parts, or takes none of them and returns false; never waits. */
    boolean send(ByteBuffer... parts);
}
