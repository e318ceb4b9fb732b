package org.cellnest.runtime.link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that the cell has permitted to come and that its handlers have not used up. Windows shrink while it
 * is more than half promised. Thread-safe.
 */
final class StreamBudget {
    /** The smallest window, in bytes. Each stream has as much from its admission on. */
    static final int LEAST_WINDOW = 4 << 10;

    private static final int NARROW_WINDOW = 16 << 10;
    private static final int WIDEST_WINDOW = 1 << 20;

    private final long total;
    private final AtomicLong promised = new AtomicLong();

    StreamBudget(long totalBytes) {
        this.total = totalBytes;
    }

    long total() {
        return total;
    }

    /** Returns the number of bytes promised now. */
    long promised() {
        return promised.get();
    }

    /** Takes the smallest window for one more stream, if there is room. */
    boolean tryAdmit() {
        if (promised.addAndGet(LEAST_WINDOW) <= total) {
            return true;
        }
        promised.addAndGet(-LEAST_WINDOW);
        return false;
    }

    /** Adds to what is promised, or takes back. */
    void add(long bytes) {
        promised.addAndGet(bytes);
    }

    /** Returns the widest window that a stream may have at present, in bytes. */
    int widestWindow() {
        long now = promised.get();
        if (now <= total / 2) {
            return WIDEST_WINDOW;
        }
        return now <= total / 4 * 3 ? NARROW_WINDOW : LEAST_WINDOW;
    }
}
