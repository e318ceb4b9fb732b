package org.cellnest.protocol;

/**
 * An exchange id names one request on one hop, as a stream id does in HTTP/2 (RFC 9113, section 5.1.1): a slot in the
 * low 20 bits, which the receiver of the answer uses as an array index, and a generation in the upper 44 bits, which
 * tells a stale answer from a live one. Generations start at random and never restart within an incarnation.
 */
public final class ExchangeId {
    /** How many bits of an id are its slot. */
    public static final int SLOT_BITS = 20;
    /** The largest number of exchanges one side may have outstanding. */
    public static final int MAX_SLOTS = 1 << SLOT_BITS;

    private static final int SLOT_MASK = MAX_SLOTS - 1;

    private ExchangeId() {}

    /** The slot of an id, 0 to {@link #MAX_SLOTS} - 1. */
    public static int slot(long id) {
        return (int) id & SLOT_MASK;
    }

    /** The id of a slot in a generation, of which the low 44 bits count. */
    public static long of(int slot, long generation) {
        return (generation << SLOT_BITS) | slot;
    }

    /** The generation of an id, 0 to 2^44 - 1. */
    public static long generation(long id) {
        return id >>> SLOT_BITS;
    }
}
