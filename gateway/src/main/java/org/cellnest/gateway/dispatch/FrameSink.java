package org.cellnest.gateway.dispatch;

import org.cellnest.buffer.Bytes;

/** Accepts the frames of a lane: a connection, or a test's list. */
public interface FrameSink {
    /** Hands over a frame in parts, whose chunks are borrowed, or takes none of them and returns false; never waits. */
    boolean send(Bytes... parts);
}
