package org.cellnest.gateway.dispatch;

/**
 * Divides the slots of a session among the I/O threads: a run of neighbours for each, as even as can be.
 *
 * @param slots how many there are, at least 1
 * @param shares how many I/O threads there are, at least 1
 */
public record SlotShares(int slots, int shares) {
    /** Returns the lowest slot of a share. */
    public int first(int share) {
        return (int) ((long) slots * share / shares);
    }

    /** Returns the number of slots of a share; may be 0. */
    public int count(int share) {
        return first(share + 1) - first(share);
    }
}
