package org.cellnest.telemetry;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the page that Prometheus scrapes, anew for each scrape. Metric names and help texts are constants of the
 * caller; label values may come from strangers and are escaped. Prometheus rejects two series with the same name and
 * labels, so only the first is kept. Not thread-safe.
 */
public final class Exposition {
    private static final double NS = 1e-9;
    private static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(false)
            .build();
    private static final double[] BOUNDS = new double[Histogram.BUCKETS];

    static {
        for (int i = 0; i < BOUNDS.length; i++) {
            BOUNDS[i] = i == BOUNDS.length - 1 ? Double.POSITIVE_INFINITY : Histogram.boundNs(i) * NS;
        }
    }

    private enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY
    }

    private record Family(Kind kind, String help, Map<Labels, DataPointSnapshot> points) {}

    private final Map<String, Family> families = new LinkedHashMap<>();

    /**
     * A page in one of the two formats.
     *
     * @param contentType the value of the HTTP field Content-Type
     * @param body must not be modified
     */
    public record Page(String contentType, byte[] body) {}

    /**
     * Adds a counter: a number that only grows. {@code _total} is appended to its name.
     *
     * @param labels names and values in turn
     */
    public Exposition counter(String name, String help, double value, String... labels) {
        Labels of = Labels.of(labels);
        family(name, Kind.COUNTER, help).putIfAbsent(of, new CounterDataPointSnapshot(Math.max(0, value), of, null, 0));
        return this;
    }

    /** Adds a counter with a whole number. */
    public Exposition counter(String name, String help, long value, String... labels) {
        return counter(name, help, (double) value, labels);
    }

    /** Adds a gauge with a whole number. */
    public Exposition gauge(String name, String help, long value, String... labels) {
        return gauge(name, help, (double) value, labels);
    }

    /** Adds a gauge: a number that rises and falls. */
    public Exposition gauge(String name, String help, double value, String... labels) {
        Labels of = Labels.of(labels);
        family(name, Kind.GAUGE, help).putIfAbsent(of, new GaugeDataPointSnapshot(value, of, null));
        return this;
    }

    /** Adds a histogram of durations, in seconds by bucket. */
    public Exposition histogram(String name, String help, HistogramCounts counts, String... labels) {
        Labels of = Labels.of(labels);
        family(name, Kind.HISTOGRAM, help)
                .putIfAbsent(
                        of,
                        HistogramDataPointSnapshot.builder()
                                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts.countsOfBuckets()))
                                .sum(counts.sumNs() * NS)
                                .labels(of)
                                .build());
        return this;
    }

    /** Adds a summary of durations that has a count and a sum, but no quantiles. */
    public Exposition summary(String name, String help, long count, double sumSeconds, String... labels) {
        Labels of = Labels.of(labels);
        family(name, Kind.SUMMARY, help)
                .putIfAbsent(
                        of,
                        SummaryDataPointSnapshot.builder()
                                .count(count)
                                .sum(sumSeconds)
                                .labels(of)
                                .build());
        return this;
    }

    /** Adds the memory, threads, garbage collections and CPU time of a JVM. */
    public Exposition jvm(JvmMetrics jvm, String... labels) {
        gauge("jvm_memory_used_bytes", "Bytes of the heap in use.", jvm.heapUsed(), labels);
        gauge("jvm_memory_max_bytes", "Bytes the heap may grow to.", jvm.heapMax(), labels);
        gauge("jvm_threads_current", "Threads that live.", jvm.threads(), labels);
        summary("jvm_gc_collection_seconds", "Collections of garbage.", jvm.gcCount(), jvm.gcMs() / 1e3, labels);
        return counter("process_cpu_seconds", "Time of processors used.", jvm.cpuMs() / 1e3, labels);
    }

    private Map<Labels, DataPointSnapshot> family(String name, Kind kind, String help) {
        Family family = families.computeIfAbsent(name, key -> new Family(kind, help, new HashMap<>()));
        if (family.kind != kind) {
            throw new IllegalArgumentException(name + " is a " + family.kind + " (expected: " + kind + ")");
        }
        return family.points;
    }

    /** Returns the number of series; a histogram counts as one. */
    public int size() {
        return families.values().stream()
                .mapToInt(family -> family.points.size())
                .sum();
    }

    /**
     * Returns the page in the negotiated format: OpenMetrics 1.0.0 if {@code Accept} names it, else the text format
     * 0.0.4.
     */
    public Page page(@Nullable String accept) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        families.forEach((name, family) -> snapshots.add(snapshot(name, family)));
        ExpositionFormatWriter writer = accept != null && OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 14);
        try {
            writer.write(out, new MetricSnapshots(snapshots));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), out.toByteArray());
    }

    private static MetricSnapshot snapshot(String name, Family family) {
        return switch (family.kind) {
            case COUNTER -> {
                CounterSnapshot.Builder counters =
                        CounterSnapshot.builder().name(name).help(family.help);
                family.points.values().forEach(point -> counters.dataPoint((CounterDataPointSnapshot) point));
                yield counters.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauges =
                        GaugeSnapshot.builder().name(name).help(family.help);
                family.points.values().forEach(point -> gauges.dataPoint((GaugeDataPointSnapshot) point));
                yield gauges.build();
            }
            case HISTOGRAM -> {
                HistogramSnapshot.Builder histograms =
                        HistogramSnapshot.builder().name(name).help(family.help);
                family.points.values().forEach(point -> histograms.dataPoint((HistogramDataPointSnapshot) point));
                yield histograms.build();
            }
            case SUMMARY -> {
                SummarySnapshot.Builder summaries =
                        SummarySnapshot.builder().name(name).help(family.help);
                family.points.values().forEach(point -> summaries.dataPoint((SummaryDataPointSnapshot) point));
                yield summaries.build();
            }
        };
    }
}
