package org.cellnest.protocol;

/** The bits of a record's flags field. All other bits are zero on sending and ignored on receipt. */
public final class Flags {
    /** More of the body follows in DATA records. */
    public static final int MORE = 0x0001;
    /** The request may have been started once before, and must not be started a third time. */
    public static final int RETRIED = 0x0002;
    /**
     * The request comes from a cell, not from a gateway. The router writes this flag and clears it on records from
     * peers.
     */
    public static final int FROM_CELL = 0x0004;
    /**
     * The answer is the nest's own, not a handler's. The router writes this flag and clears it on records from cells.
     */
    public static final int NEST = 0x0008;
    /**
     * The request may be sent once more, with {@link #RETRIED}, because the cell that had it is lost. Stands beside
     * {@link #NEST}. Only gateways repeat requests, so that a single party counts the starts.
     */
    public static final int REPEATABLE = 0x0010;

    /**
     * The sender requests timings: the answer carries {@link Attributes#QUEUE_US} and the others. A receiver that does
     * not know the flag ignores it.
     */
    public static final int TIMED = 0x0020;
    /**
     * The request reached its gateway some time ago. {@link Attributes#AGE_MS} is present, and the deadline counts from
     * that arrival. Written by gateways.
     */
    public static final int AGED = 0x0040;

    /**
     * The sender requests the name of the server: the answer carries {@link Attributes#SERVED_BY}. A receiver that does
     * not know the flag ignores it.
     */
    public static final int NAMED = 0x0080;

    private Flags() {}
}
