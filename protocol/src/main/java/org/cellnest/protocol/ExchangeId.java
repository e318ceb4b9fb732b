package org.cellnest.protocol;

/**
 * Packs and unpacks exchange ids, each of which names one request on one hop. They resemble stream ids of HTTP/2 (RFC
 * 9113, section 5.1.1). The low 20 bits are a slot, which the receiver of the answer uses as an array index. The upper
 * 44 bits are a generation, which distinguishes a stale answer from a current one. Generations start at random and
 * never restart within an incarnation. Stateless.
 */
public final class ExchangeId {
    /** The number of bits of an id that are its slot. */
    public static final int SLOT_BITS = 20;
    /** The largest number of exchanges one side may have outstanding. */
    public static final int MAX_SLOTS = 1 << SLOT_BITS;

    private static final int SLOT_MASK = MAX_SLOTS - 1;

    private ExchangeId() {}

    /** Returns the slot of an id, 0 to {@link #MAX_SLOTS} - 1. */
    public static int slot(long id) {
        return (int) id & SLOT_MASK;
    }

    /** Returns the id of a slot in a generation. Only the low 44 bits of the generation are used. */
    public static long of(int slot, long generation) {
        return (generation << SLOT_BITS) | slot;
    }

    /** Returns the generation of an id, 0 to 2^44 - 1. */
    public static long generation(long id) {
        return id >>> SLOT_BITS;
    }
}
