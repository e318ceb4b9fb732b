package org.cellnest.router;

/**
 * What became of requests, and how long they took from their REQUEST to their final answer. Written and read by the broker's
 * thread alone, which copies them for others.
 */
final class RouteFigures {
    private static final int CLASSES = 6;

    private final long[] countsByClass = new long[CLASSES];
    private long durationNs;

    /** A request was answered. */
    void answered(int status, long tookNs) {
        int statusClass = status / 100;
        countsByClass[statusClass < CLASSES ? statusClass : CLASSES - 1]++;
        durationNs += tookNs;
    }

    /** How many were answered with a status of a class, such as 2 for 200 to 299. */
    long count(int statusClass) {
        return countsByClass[statusClass];
    }

    /** How long all answered ones took together, in nanoseconds. */
    long durationNs() {
        return durationNs;
    }
}
