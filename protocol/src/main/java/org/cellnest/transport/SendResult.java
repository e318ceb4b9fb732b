package org.cellnest.transport;

/** What became of a frame given to {@link RouterSocket#send}. */
public enum SendResult {
    /** Handed to the connection. It may still end before the frame arrives: {@link Inbound.Kind#DISCONNECTED} tells. */
    SENT,
    /** Not taken: the connection has as many frames waiting as it may, or is ending. */
    FULL,
    /** Not taken: there is no such connection. So it is said soon after the note, when more was received. */
    GONE
}
