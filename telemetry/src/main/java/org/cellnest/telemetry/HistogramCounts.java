package org.cellnest.telemetry;

import java.util.Arrays;

/** A snapshot of a {@link Histogram}, or the sum of several. Immutable; any thread. */
public final class HistogramCounts {
    /** The counts of an empty histogram. */
    public static final HistogramCounts NONE = new HistogramCounts(new long[Histogram.BUCKETS], 0);

    private final long[] counts;
    private final long sumNs;

    /**
     * Creates a snapshot.
     *
     * @param counts the count of each bucket, in order, none below 0; owned by the new object from now on
     */
    HistogramCounts(long[] counts, long sumNs) {
        this.counts = counts;
        this.sumNs = sumNs;
    }

    /** Returns the count of one bucket. */
    public long count(int bucket) {
        return counts[bucket];
    }

    /** Returns the count of all buckets. */
    public long count() {
        long count = 0;
        for (long each : counts) {
            count = saturated(count, each);
        }
        return count;
    }

    /** Returns the sum of all durations, in nanoseconds. */
    public long sumNs() {
        return sumNs;
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    long[] countsOfBuckets() {
        return counts.clone();
    }

    /** Returns the sum of these counts and others. */
    public HistogramCounts plus(HistogramCounts other) {
        long[] all = counts.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = saturated(all[i], other.counts[i]);
        }
        return new HistogramCounts(all, saturated(sumNs, other.sumNs));
    }

    /**
     * Returns the increase since an earlier snapshot of the same histogram; all counts if the histogram was reset
     * since.
     */
    public HistogramCounts minus(HistogramCounts earlier) {
        long[] since = counts.clone();
        for (int i = 0; i < since.length; i++) {
            since[i] -= earlier.counts[i];
            if (since[i] < 0) {
                return this;
            }
        }
        return new HistogramCounts(since, Math.max(0, sumNs - earlier.sumNs));
    }

    /**
     * Returns a quantile in nanoseconds: exact to the bucket, interpolated linearly within the bucket.
     *
     * @param share 0 to 1; 0.99 is the 99th percentile
     * @return NaN if the histogram is empty; the highest bound if the quantile lies beyond it
     */
    public double quantileNs(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " (expected: 0 to 1)");
        }
        long total = count();
        if (total == 0) {
            return Double.NaN;
        }
        double rank = share * total;
        double before = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            if (counts[i] > 0 && before + counts[i] >= rank) {
                double low = i == 0 ? 0 : Histogram.boundNs(i - 1);
                return low + (Histogram.boundNs(i) - low) * Math.max(0, rank - before) / counts[i];
            }
            before += counts[i];
        }
        return Histogram.boundNs(counts.length - 2);
    }

    /**
     * Returns the sum of two numbers, capped at {@link Long#MAX_VALUE}, since strangers may report numbers of any size.
     */
    static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HistogramCounts that && sumNs == that.sumNs && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Long.hashCode(sumNs);
    }

    @Override
    public String toString() {
        return count() + " in " + sumNs + " ns " + Arrays.toString(counts);
    }
}
