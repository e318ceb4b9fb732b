package org.cellnest.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts answers by the class of their status. One thread at a time counts; any thread may read, as with {@link
 * Histogram}.
 */
public final class StatusCounts {
    /** The lowest class, 2xx; no part of a nest sends a lower one. */
    public static final int FIRST_CLASS = 2;

    /** The highest class, 5xx. */
    public static final int LAST_CLASS = 5;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[LAST_CLASS - FIRST_CLASS + 1];

    /** Counts an answer; a status outside the known classes counts in the nearest class. */
    public void count(int status) {
        int at = Math.max(FIRST_CLASS, Math.min(LAST_CLASS, status / 100)) - FIRST_CLASS;
        LONGS.setOpaque(counts, at, counts[at] + 1);
    }

    /** Returns the number of answers of a class, 2 to 5. Any thread. */
    public long ofClass(int statusClass) {
        return (long) LONGS.getOpaque(counts, statusClass - FIRST_CLASS);
    }

    /** Returns the number of all answers. Any thread. */
    public long total() {
        long total = 0;
        for (int i = FIRST_CLASS; i <= LAST_CLASS; i++) {
            total += ofClass(i);
        }
        return total;
    }

    /** Returns the usual name of a class, such as {@code 2xx}. */
    public static String name(int statusClass) {
        return switch (statusClass) {
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            case 5 -> "5xx";
            default -> throw new IllegalArgumentException("class " + statusClass + " (expected: 2 to 5)");
        };
    }
}
