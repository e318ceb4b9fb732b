package org.cellnest.gateway.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that the process has permitted cells to send in answers that flow. The more is promised, the smaller
 * are the windows. Any thread.
 */
public final class StreamBudget {
    /** The first window of an answer while little is promised, in bytes. */
    static final int FIRST_BYTES = 64 << 10;
    /** The largest window of an answer, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    private static final int SMALL_BYTES = 16 << 10;
    private static final int LEAST_BYTES = 4 << 10;

    private final long limit;
    private final AtomicLong promised = new AtomicLong();

    /** @param limit the maximum number of bytes that are promised at one time */
    public StreamBudget(long limit) {
        this.limit = limit;
    }

    /** Promises the first window of an answer, and returns its size in bytes; 0: nothing is left to promise. */
    int first() {
        int size = Math.min(FIRST_BYTES, most());
        return tryPromise(size) ? size : 0;
    }

    /**
     * Returns the size that a window should have when it is renewed.
     *
     * @param size its size so far
     * @param tooSmall whether the sender had to wait although its receiver took everything
     */
    int next(int size, boolean tooSmall) {
        int most = most();
        if (size > most) {
            return Math.max(most, size / 2);
        }
        boolean grows = tooSmall && most == MOST_BYTES && size < MOST_BYTES;
        return grows ? Math.min(MOST_BYTES, 2 * size) : size;
    }

    private int most() {
        long now = promised.get();
        if (now > limit - limit / 4) {
            return LEAST_BYTES;
        }
        return now > limit / 2 ? SMALL_BYTES : MOST_BYTES;
    }

    /** Promises more bytes, or none and returns false. A negative number is given back. */
    boolean tryPromise(int bytes) {
        if (promised.addAndGet(bytes) > limit && bytes > 0) {
            promised.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Returns the number of bytes that are promised. */
    public long promised() {
        return promised.get();
    }

    /** Returns the maximum number of bytes that are promised at one time. */
    public long limit() {
        return limit;
    }
}
