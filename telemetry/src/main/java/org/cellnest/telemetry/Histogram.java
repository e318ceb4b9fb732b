package org.cellnest.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long things took, in buckets whose bounds are powers of two of a nanosecond, from 2^{@value #FIRST_EXPONENT} (16 us)
 * to 2^{@value #LAST_EXPONENT} (17 s), and one for what took longer.
 *
 * <p>One thread at a time records; it need not be the same one for ever if a lock or the like orders them. Any thread may
 * read at any time, without a lock, and finds values that may be a little old and of slightly different moments, but
 * never torn or falling.
 */
public final class Histogram {
    /** Of the lowest bound. */
    public static final int FIRST_EXPONENT = 14;

    /** Of the highest bound. */
    public static final int LAST_EXPONENT = 34;

    /** How many buckets there are, that without a bound included. */
    public static final int BUCKETS = LAST_EXPONENT - FIRST_EXPONENT + 2;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int AT_SUM = BUCKETS;

    private final long[] values = new long[BUCKETS + 1];

    /** Records a time in nanoseconds; one below 0, which two clocks may produce, counts as 0. */
    public void record(long ns) {
        long took = Math.max(0, ns);
        int bucket = bucket(took);
        LONGS.setOpaque(values, bucket, values[bucket] + 1);
        LONGS.setOpaque(values, AT_SUM, values[AT_SUM] + took);
    }

    /** What has been recorded so far. Any thread. */
    public HistogramCounts counts() {
        long[] counts = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = (long) LONGS.getOpaque(values, i);
        }
        return new HistogramCounts(counts, (long) LONGS.getOpaque(values, AT_SUM));
    }

    /** The bucket of a time: the first whose bound is not below it. */
    static int bucket(long ns) {
        if (ns <= 1L << FIRST_EXPONENT) {
            return 0;
        }
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(ns - 1) - FIRST_EXPONENT);
    }

    /** The upper bound of a bucket in nanoseconds; of the last, {@link Long#MAX_VALUE}. */
    public static long boundNs(int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << (FIRST_EXPONENT + bucket);
    }
}
