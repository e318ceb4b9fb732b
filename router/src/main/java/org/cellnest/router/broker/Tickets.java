package org.cellnest.router.broker;

import java.util.Arrays;
import org.cellnest.protocol.ExchangeId;
import org.jspecify.annotations.Nullable;

/**
 * Issues the router's own exchange ids, one for each request that a cell owes a final record for. A slot is reused only
 * in a later generation, so that a stale or forged answer is recognized. Used by the broker's thread alone.
 */
final class Tickets {
    private final int capacity;
    private @Nullable Exchange[] exchanges = new @Nullable Exchange[256];
    private int[] free = new int[256];
    private int freeCount;
    private int used;
    private int inUse;
    private long generation;

    /**
     * @param capacity the maximum number of tickets at one time, at most {@link ExchangeId#MAX_SLOTS}
     * @param firstGeneration a random generation
     */
    Tickets(int capacity, long firstGeneration) {
        this.capacity = capacity;
        this.generation = firstGeneration;
    }

    int inUse() {
        return inUse;
    }

    boolean isFull() {
        return inUse == capacity;
    }

    /** Issues a ticket to an exchange. One must be free ({@link #isFull}). */
    void issue(Exchange exchange) {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            if (used == capacity) {
                throw new IllegalStateException("all " + capacity + " tickets are in use");
            }
            if (used == exchanges.length) {
                exchanges = Arrays.copyOf(exchanges, Math.min(capacity, used * 2));
            }
            slot = used++;
        }
        exchange.issued(ExchangeId.of(slot, generation++));
        exchanges[slot] = exchange;
        inUse++;
    }

    /** Returns the exchange of a ticket, or null if it is stale or was never issued. */
    @Nullable
    Exchange get(long ticket) {
        int slot = ExchangeId.slot(ticket);
        Exchange exchange = slot < used ? exchanges[slot] : null;
        return exchange != null && exchange.ticket() == ticket ? exchange : null;
    }

    void release(Exchange exchange) {
        int slot = ExchangeId.slot(exchange.ticket());
        if (exchanges[slot] != exchange) {
            throw new IllegalStateException("ticket " + Long.toHexString(exchange.ticket()) + " is not in use");
        }
        exchanges[slot] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = slot;
        inUse--;
    }

    /** Returns a bound of the slots that have been in use: all are below it. */
    int slots() {
        return used;
    }

    /** Returns the exchange of a slot below {@link #slots}, or null if the slot is free. */
    @Nullable
    Exchange at(int slot) {
        return exchanges[slot];
    }
}
