package org.cellnest.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A histogram of durations with a fixed set of buckets. Bounds are powers of two of a nanosecond, from 2^{@value
 * #FIRST_EXPONENT} (16 us) to 2^{@value #LAST_EXPONENT} (17 s). One more bucket counts all longer durations.
 *
 * <p>One thread at a time records. Writers may alternate if a lock or another happens-before edge orders them. Any
 * thread may read at any time, without a lock. Values read may be slightly old and of slightly different moments, but
 * are never torn and never decrease.
 */
public final class Histogram {
    /** The exponent of the lowest bound. */
    public static final int FIRST_EXPONENT = 14;

    /** The exponent of the highest bound. */
    public static final int LAST_EXPONENT = 34;

    /** The number of buckets, including the one without a bound. */
    public static final int BUCKETS = LAST_EXPONENT - FIRST_EXPONENT + 2;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int AT_SUM = BUCKETS;

    private final long[] values = new long[BUCKETS + 1];

    /** Records a duration in nanoseconds. A negative one, which two clocks may produce, counts as 0. */
    public void record(long ns) {
        long took = Math.max(0, ns);
        int bucket = bucket(took);
        LONGS.setOpaque(values, bucket, values[bucket] + 1);
        LONGS.setOpaque(values, AT_SUM, values[AT_SUM] + took);
    }

    /** Returns the current counts. Any thread. */
    public HistogramCounts counts() {
        long[] counts = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = (long) LONGS.getOpaque(values, i);
        }
        return new HistogramCounts(counts, (long) LONGS.getOpaque(values, AT_SUM));
    }

    /** Returns the bucket of a duration: the first with a bound not below the duration. */
    static int bucket(long ns) {
        if (ns <= 1L << FIRST_EXPONENT) {
            return 0;
        }
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(ns - 1) - FIRST_EXPONENT);
    }

    /** Returns the upper bound of a bucket in nanoseconds; for the last bucket, {@link Long#MAX_VALUE}. */
    public static long boundNs(int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << (FIRST_EXPONENT + bucket);
    }
}
