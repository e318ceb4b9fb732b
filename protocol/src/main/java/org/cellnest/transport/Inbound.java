package org.cellnest.transport;

import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;

/** A holder of the result of {@link RouterSocket#receive}; created once and reused. Belongs to the socket's owner. */
public final class Inbound {

    /** A kind of result. */
    public enum Kind {
        /** A frame from a peer. */
        FRAME,
        /** The connection has closed; nothing more comes from it. Peers cannot forge this. */
        DISCONNECTED,
        /** A {@link Waker} was used. May also occur without a wake-up, which is harmless. */
        WAKE_UP
    }

    private Kind kind = Kind.WAKE_UP;
    private int connection;
    private Bytes frame = Slice.EMPTY;
    private String reason = "";

    public Kind kind() {
        return kind;
    }

    /**
     * Returns the number of the connection, for {@link RouterSocket#send}; 0 for a wake-up. A number is not used again
     * for a long time.
     */
    public int connection() {
        return connection;
    }

    /**
     * Returns the frame, which the receiver releases; empty unless {@link #kind()} is {@link Kind#FRAME}. One that does
     * not lie in a chunk is a whole array, which may be changed.
     */
    public Bytes frame() {
        return frame;
    }

    /**
     * Returns the reason why the connection ended; empty if it was just closed, and unless {@link #kind()} is {@link
     * Kind#DISCONNECTED}.
     */
    public String reason() {
        return reason;
    }

    /** Sets a wake-up; returns true. */
    boolean setWakeUp() {
        set(Kind.WAKE_UP, 0, Slice.EMPTY, "");
        return true;
    }

    void set(Kind kind, int connection, Bytes frame, String reason) {
        this.kind = kind;
        this.connection = connection;
        this.frame = frame;
        this.reason = reason;
    }
}
