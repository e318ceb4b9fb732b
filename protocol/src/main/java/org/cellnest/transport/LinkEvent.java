package org.cellnest.transport;

/** A result of {@link Link#receive}. */
public enum LinkEvent {
    /** No event occurred in time. */
    TIMEOUT,
    /** A frame was received: {@link Link#frame()}. */
    FRAME,
    /** A {@link Waker} was used. May also occur without a wake-up, which is harmless. */
    WAKE_UP,
    /**
     * The connection has ended, and the link with it: close it and open another. Every further call returns this event
     * again.
     */
    LOST
}
