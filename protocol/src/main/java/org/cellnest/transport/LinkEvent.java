package org.cellnest.transport;

/** What {@link Link#receive} met. */
public enum LinkEvent {
    /** Nothing came in time. */
    TIMEOUT,
    /** A frame: {@link Link#frame()}. */
    FRAME,
    /** A {@link Waker} was used. May also come without one: harmless. */
    WAKE_UP,
    /** The connection has ended, and with it the link: close it and open another. Told again by every further call. */
    LOST
}
