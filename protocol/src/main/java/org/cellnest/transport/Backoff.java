package org.cellnest.transport;

/** Computes the wait before the next attempt: doubled after each failure, up to a bound. Belongs to one thread. */
public final class Backoff {

    private final int firstMs;
    private final int maxMs;
    private int nextMs;

    public Backoff(int firstMs, int maxMs) {
        Require.atLeast("firstMs", firstMs, 1);
        Require.atLeast("maxMs", maxMs, firstMs);
        this.firstMs = firstMs;
        this.maxMs = maxMs;
        this.nextMs = firstMs;
    }

    /** Returns the wait after one more failure, in milliseconds. */
    public int nextMs() {
        int waitMs = nextMs;
        nextMs = (int) Math.min(maxMs, nextMs * 2L);
        return waitMs;
    }

    /** Resets the wait to the first one after a success. */
    public void reset() {
        nextMs = firstMs;
    }
}
