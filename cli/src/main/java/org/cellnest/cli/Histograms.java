package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Formats the counters that a process reports, and combines those that belong to a histogram. {@code NAME.le.K} counts
 * durations of at most 2^K ns and more than half of that; for the least K there is no lower bound. {@code NAME.inf}
 * counts durations beyond every bound. {@code NAME.sum} is the sum of all durations in nanoseconds ({@code
 * docs/protocol.md}, Heartbeats).
 */
final class Histograms {
    private static final String LE = ".le.";
    private static final String INF = ".inf";
    private static final String SUM = ".sum";
    /** The exponent of the first bucket, which begins at 0. */
    private static final int LEAST_EXPONENT = 14;

    private static final int MOST_EXPONENT = 62;

    private static final class Histogram {
        private final TreeMap<Integer, Long> countsByExponent = new TreeMap<>();
        private long beyond;
        private double sumNs;

        private double count() {
            return beyond
                    + countsByExponent.values().stream()
                            .mapToDouble(each -> each)
                            .sum();
        }

        /** Returns a quantile in milliseconds, interpolated linearly within a bucket. */
        private double quantileMs(double share) {
            double rank = share * count();
            double before = 0;
            for (Map.Entry<Integer, Long> bucket : countsByExponent.entrySet()) {
                if (before + bucket.getValue() >= rank) {
                    double high = Math.pow(2, bucket.getKey());
                    double low = bucket.getKey() <= LEAST_EXPONENT ? 0 : high / 2;
                    return (low + (high - low) * (rank - before) / bucket.getValue()) / 1e6;
                }
                before += bucket.getValue();
            }
            return Math.pow(2, countsByExponent.isEmpty() ? 0 : countsByExponent.lastKey()) / 1e6;
        }

        private String text() {
            String p50 = bounded(0.5);
            String p99 = bounded(0.99);
            String mean = sumNs <= 0 ? "" : "  mean " + Numbers.millis(OptionalDouble.of(sumNs / count() / 1e6));
            return "p50 " + p50 + "  p99 " + p99 + mean + "  of " + Numbers.count((long) count(), "request");
        }

        private String bounded(double share) {
            boolean within = share * count() <= count() - beyond;
            return (within ? "" : "over ") + Numbers.millis(OptionalDouble.of(quantileMs(share)));
        }
    }

    private Histograms() {}

    /** Returns the counters as text by name, in the order of their names; a histogram is one line. */
    static Map<String, String> texts(JsonNode counters) {
        Map<String, Histogram> histograms = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        TreeSet<String> sums = new TreeSet<>();
        for (Map.Entry<String, JsonNode> counter : counters.properties()) {
            String name = counter.getKey();
            int le = name.lastIndexOf(LE);
            int exponent = le > 0 ? exponent(name.substring(le + LE.length())) : -1;
            long value = Math.max(0, counter.getValue().asLong(0));
            if (exponent >= 0) {
                if (value > 0) {
                    of(histograms, name.substring(0, le)).countsByExponent.put(exponent, value);
                }
            } else if (name.endsWith(INF) && name.length() > INF.length()) {
                of(histograms, name.substring(0, name.length() - INF.length())).beyond = value;
            } else if (name.endsWith(SUM) && name.length() > SUM.length()) {
                sums.add(name.substring(0, name.length() - SUM.length()));
            } else {
                texts.put(name, counter.getValue().asText(""));
            }
        }
        for (String name : sums) {
            Histogram histogram = histograms.get(name);
            String value = counters.path(name + SUM).asText("");
            if (histogram == null) {
                texts.put(name + SUM, value);
            } else {
                histogram.sumNs = counters.path(name + SUM).asDouble(0);
            }
        }
        histograms.forEach((name, histogram) -> {
            if (histogram.count() > 0) {
                texts.put(name, histogram.text());
            }
        });
        return texts;
    }

    private static Histogram of(Map<String, Histogram> histograms, String name) {
        return histograms.computeIfAbsent(name, key -> new Histogram());
    }

    private static int exponent(String text) {
        try {
            int exponent = Integer.parseInt(text);
            return exponent <= MOST_EXPONENT ? exponent : -1;
        } catch (NumberFormatException e) {
            // A counter of that name, then.
            return -1;
        }
    }
}
