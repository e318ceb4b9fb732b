package org.cellnest.gateway;

/** Where a lane's frames go: a connection, or a test's list. */
interface FrameSender {
    /** Hands a frame over, or takes none and says false; never waits. */
    boolean send(byte[] frame);
}
