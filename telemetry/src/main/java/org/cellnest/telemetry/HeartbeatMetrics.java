package org.cellnest.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds metrics by name, as a heartbeat carries them. A histogram takes several names: {@code NAME.sum} is its sum in
 * nanoseconds. {@code NAME.le.K} counts durations of at most 2^K ns and more than 2^(K-1); for the least K there is no
 * lower bound. {@code NAME.inf} counts the durations beyond every bound. Zeros are omitted, because most values are
 * zero. Not thread-safe while it is filled.
 */
public final class HeartbeatMetrics {
    private static final String SUM = ".sum";
    private static final String LE = ".le.";
    private static final String INF = ".inf";

    /**
     * The largest count of one bucket, up to which a double is exact; with it in every bucket the sum does not
     * overflow.
     */
    private static final long MOST_IN_A_BUCKET = 1L << 53;

    private final int most;
    private final Map<String, Long> values = new LinkedHashMap<>();

    /**
     * Creates an empty set of metrics.
     *
     * @param most the maximum number of values; later ones are dropped
     */
    public HeartbeatMetrics(int most) {
        this.most = most;
    }

    /** Returns the metrics that a peer has reported; the map may have any order and any content. */
    public static HeartbeatMetrics of(Map<String, Long> reported) {
        HeartbeatMetrics metrics = new HeartbeatMetrics(reported.size());
        reported.forEach(metrics::put);
        return metrics;
    }

    /** Puts a value. A value of 0 or less is dropped, since an absent value counts as 0. */
    public void put(String name, long value) {
        if (value > 0 && (values.size() < most || values.containsKey(name))) {
            values.put(name, value);
        }
    }

    /** Puts the values of a histogram. */
    public void put(String name, HistogramCounts histogram) {
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            put(bucketName(name, i), histogram.count(i));
        }
        put(name + SUM, histogram.sumNs());
    }

    private static String bucketName(String name, int bucket) {
        return bucket == Histogram.BUCKETS - 1 ? name + INF : name + LE + (Histogram.FIRST_EXPONENT + bucket);
    }

    /** Returns a value, 0 if it was not reported. Never negative. */
    public long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** Returns a histogram, empty if it was not reported. */
    public HistogramCounts histogram(String name) {
        long[] counts = new long[Histogram.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.min(MOST_IN_A_BUCKET, value(bucketName(name, i)));
        }
        return new HistogramCounts(counts, value(name + SUM));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns all values by name, unmodifiable. */
    public Map<String, Long> asMap() {
        return Collections.unmodifiableMap(values);
    }
}
