package org.cellnest.protocol;

/** The bits of a record's flags field. Bits not named here are zero on sending and ignored on receipt. */
public final class Flags {
    /** DATA records follow (reserved for streamed bodies). */
    public static final int MORE = 0x0001;
    /** The request may have been started once before; it must not be started a third time. */
    public static final int RETRIED = 0x0002;
    /** The request comes from a cell, not from a gateway; written by the router, cleared on what peers send. */
    public static final int FROM_CELL = 0x0004;
    /** The answer is the nest's own, not a handler's; written by the router, cleared on what cells send. */
    public static final int NEST = 0x0008;
    /**
     * With {@link #NEST}: the cell that had the request is lost, and the request may be sent once more, with {@link
     * #RETRIED}. Only gateways repeat requests, so that one party counts the starts.
     */
    public static final int REPEATABLE = 0x0010;

    /**
     * Whoever asks wants to know where the time goes: the answer bears {@link Attributes#QUEUE_US} and the others. Of no
     * consequence to who does not know it.
     */
    public static final int TIMED = 0x0020;
    /**
     * The request came to its gateway a while ago: {@link Attributes#AGE_MS} is there, and its deadline counts from then.
     * Written by gateways.
     */
    public static final int AGED = 0x0040;

    /**
     * Whoever asks wants to know who answered: the answer bears {@link Attributes#SERVED_BY}. Of no consequence to who does
     * not know it.
     */
    public static final int NAMED = 0x0080;

    private Flags() {}
}
