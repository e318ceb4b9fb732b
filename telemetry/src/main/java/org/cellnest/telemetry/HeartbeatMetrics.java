package org.cellnest.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures by name, as a heartbeat carries them: a histogram is {@code NAME.sum} in nanoseconds, {@code NAME.le.K} for those
 * that took at most 2^K ns and more than 2^(K-1) (for the least K: at most that), and {@code NAME.inf} for those beyond
 * every bound. Zeros are left out, for most are. Not thread-safe while it is filled.
 */
public final class HeartbeatMetrics {
    private static final String SUM = ".sum";
    private static final String LE = ".le.";
    private static final String INF = ".inf";

    /** What a double can count to; so many in each bucket still have a sum. */
    private static final long MOST_IN_A_BUCKET = 1L << 53;

    private final int most;
    private final Map<String, Long> values = new LinkedHashMap<>();

    /** @param most the most figures that are kept; those that come later are left out */
    public HeartbeatMetrics(int most) {
        this.most = most;
    }

    /** Figures that a peer has reported, in whatever order and with whatever nonsense. */
    public static HeartbeatMetrics of(Map<String, Long> reported) {
        HeartbeatMetrics metrics = new HeartbeatMetrics(reported.size());
        reported.forEach(metrics::put);
        return metrics;
    }

    /** Puts a figure; nothing happens if it is 0, which is what an absent one is taken for, or less. */
    public void put(String name, long value) {
        if (value > 0 && (values.size() < most || values.containsKey(name))) {
            values.put(name, value);
        }
    }

    /** Puts a histogram's figures. */
    public void put(String name, HistogramCounts histogram) {
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            put(bucketName(name, i), histogram.count(i));
        }
        put(name + SUM, histogram.sumNs());
    }

    private static String bucketName(String name, int bucket) {
        return bucket == Histogram.BUCKETS - 1 ? name + INF : name + LE + (Histogram.FIRST_EXPONENT + bucket);
    }

    /** A figure, 0 if it was not reported. Never negative. */
    public long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** A histogram, empty if it was not reported. */
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

    /** All of them. */
    public Map<String, Long> asMap() {
        return Collections.unmodifiableMap(values);
    }
}
