package org.cellnest.router.broker;

/**
 * Keeps the books of one direction of an exchange whose body flows: the bytes that were sent, and the limit that its
 * receiver has permitted. Offsets and limits count whole DATA records, their heads included. Used by the broker's thread
 * alone.
 */
final class Direction {
    private static final long NONE = -1;

    private boolean open;
    private long sent;
    private long limit;
    /** A limit that the router holds back, or {@link #NONE}. */
    private long heldLimit = NONE;

    Direction(boolean open) {
        this.open = open;
    }

    /** Whether more of the body may come. */
    boolean isOpen() {
        return open;
    }

    /** Opens the direction: its first piece says that more follows. */
    void open() {
        open = true;
    }

    /** Ends the direction; returns whether it was open. */
    boolean end() {
        boolean was = open;
        open = false;
        heldLimit = NONE;
        return was;
    }

    /**
     * Accepts a DATA record, or returns false if it leaves a gap, overlaps or goes beyond the limit. An end without
     * bytes needs no credit.
     */
    boolean accept(long offset, int length, boolean isBareEnd) {
        if (offset != sent || (!isBareEnd && length > limit - sent)) {
            return false;
        }
        sent += length;
        return true;
    }

    /** Returns the sum of the lengths of all DATA records. */
    long sent() {
        return sent;
    }

    /** Returns the limit that the sender knows. */
    long limit() {
        return limit;
    }

    /** Whether a limit is not below the ones before. */
    boolean isForward(long newLimit) {
        return newLimit >= Math.max(limit, heldLimit);
    }

    /** Raises the limit, which the sender is to know now. */
    void grant(long newLimit) {
        limit = newLimit;
        heldLimit = NONE;
    }

    /** Holds a limit back from the sender. */
    void hold(long newLimit) {
        heldLimit = newLimit;
    }

    boolean isHeld() {
        return heldLimit != NONE;
    }

    /** Returns the limit that was held back, which the sender is to know now. */
    long release() {
        limit = heldLimit;
        heldLimit = NONE;
        return limit;
    }
}
