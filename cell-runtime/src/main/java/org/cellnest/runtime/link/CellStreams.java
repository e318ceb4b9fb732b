package org.cellnest.runtime.link;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds and counts the exchanges of the whole cell whose bodies flow. They are no requests of {@link Concurrency}.
 * Thread-safe.
 */
public final class CellStreams {
    private final int most;
    private final StreamBudget budget;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    /**
     * Begins without streams.
     *
     * @param most the number of streams at one time; 0: none at all
     * @param budgetBytes the bytes that all senders together may be permitted to send
     */
    public CellStreams(int most, long budgetBytes) {
        this.most = most;
        this.budget = new StreamBudget(budgetBytes);
    }

    int most() {
        return most;
    }

    StreamBudget budget() {
        return budget;
    }

    /** Takes room for one more stream, if there is any. */
    boolean tryOpen() {
        if (open.incrementAndGet() <= most) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void close() {
        open.decrementAndGet();
    }

    /** Returns the number of streams that are open. */
    int open() {
        return open.get();
    }

    void onBytesIn(int bytes) {
        bytesIn.add(bytes);
    }

    void onBytesOut(int bytes) {
        bytesOut.add(bytes);
    }

    /** Returns the bytes of bodies that have come in DATA. */
    long bytesIn() {
        return bytesIn.sum();
    }

    /** Returns the bytes of bodies that were queued as DATA. */
    long bytesOut() {
        return bytesOut.sum();
    }
}
