package org.cellnest.telemetry;

import java.util.Arrays;

/** What a {@link Histogram} held at one moment, or several together. Immutable; any thread. */
public final class HistogramCounts {
    /** Of nothing. */
    public static final HistogramCounts NONE = new HistogramCounts(new long[Histogram.BUCKETS], 0);

    private final long[] counts;
    private final long sumNs;

    /** The counts of the buckets, in order, none below 0; the array is the new object's from now on. */
    HistogramCounts(long[] counts, long sumNs) {
        this.counts = counts;
        this.sumNs = sumNs;
    }

    /** How many things fell into a bucket. */
    public long count(int bucket) {
        return counts[bucket];
    }

    /** How many things there were. */
    public long count() {
        long count = 0;
        for (long each : counts) {
            count = saturated(count, each);
        }
        return count;
    }

    /** How long they took together, in nanoseconds. */
    public long sumNs() {
        return sumNs;
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    long[] countsOfBuckets() {
        return counts.clone();
    }

    /** These and others. */
    public HistogramCounts plus(HistogramCounts other) {
        long[] all = counts.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = saturated(all[i], other.counts[i]);
        }
        return new HistogramCounts(all, saturated(sumNs, other.sumNs));
    }

    /** What has come since an earlier look at the same histogram; all of it, if that has begun anew meanwhile. */
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
     * The time that a share of them did not exceed, in nanoseconds: exact to the bucket, a straight line within it.
     *
     * @param share 0 to 1; 0.99 is the 99th percentile
     * @return NaN if there are none; the highest bound if it lies beyond that
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

    /** Their sum, and never a negative one: what strangers report may be as large as a number can be. */
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
