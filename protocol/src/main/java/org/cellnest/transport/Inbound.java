package org.cellnest.transport;

/** What {@link RouterSocket#receive} fills in; made once and used again. Belongs to the socket's owner. */
public final class Inbound {

    /** What came. */
    public enum Kind {
        /** A frame from a peer. */
        FRAME,
        /** The connection has closed; nothing more comes from it. Peers cannot forge this. */
        DISCONNECTED,
        /** A {@link Waker} was used. May also come without one: harmless. */
        WAKE_UP
    }

    static final byte[] NO_FRAME = {};

    private Kind kind = Kind.WAKE_UP;
    private int connection;
    private byte[] frame = NO_FRAME;
    private String reason = "";

    public Kind kind() {
        return kind;
    }

    /** Which connection, for {@link RouterSocket#send}; 0 for a wake-up. A number is not used again for a long time. */
    public int connection() {
        return connection;
    }

    /** The frame, which the receiver may keep and change; empty unless {@link #kind()} is {@link Kind#FRAME}. */
    public byte[] frame() {
        return frame;
    }

    /** Why the connection ended; empty where it just closed, and unless {@link #kind()} is {@link Kind#DISCONNECTED}. */
    public String reason() {
        return reason;
    }

    void set(Kind kind, int connection, byte[] frame, String reason) {
        this.kind = kind;
        this.connection = connection;
        this.frame = frame;
        this.reason = reason;
    }
}
