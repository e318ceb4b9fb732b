package org.cellnest.transport;

/** The result of {@link RouterSocket#send}. */
public enum SendResult {
    /**
     * The frame was handed to the connection. The connection may still end before the frame arrives; {@link
     * Inbound.Kind#DISCONNECTED} reports this.
     */
    SENT,
    /** The frame was refused: the maximum number of frames wait for the connection, or it is ending. */
    FULL,
    /** The frame was refused: there is no such connection, or it has ended, which a later receive reports. */
    GONE
}
