package org.cellnest.router.broker;

import java.util.concurrent.TimeUnit;
import org.cellnest.telemetry.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the cost of metrics: of one duration in a histogram, and of all that the router records for an answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricsBench {
    /** The number of routes that take turns: few fit the processor's caches, many do not. */
    @Param({"1", "20000"})
    public int routes;

    private final Histogram histogram = new Histogram();
    private final Histogram total = new Histogram();
    private RouteMetrics[] metrics = {};
    private long tookNs = 12_345;
    private int next;

    /** Creates the routes, each with one answer. */
    @Setup
    public void ask() {
        metrics = new RouteMetrics[routes];
        for (int i = 0; i < routes; i++) {
            metrics[i] = new RouteMetrics();
            metrics[i].answered(200, 1);
        }
    }

    /** Records one duration. */
    @Benchmark
    public void histogram() {
        tookNs = (tookNs * 0x5DEECE66DL + 11) & 0xffffff;
        histogram.record(tookNs);
    }

    /** Records one answer. */
    @Benchmark
    public void answer() {
        tookNs = (tookNs * 0x5DEECE66DL + 11) & 0xffffff;
        next = next + 7919 < routes ? next + 7919 : (next + 7919) % routes;
        metrics[next].answered(200, tookNs);
        total.record(tookNs);
    }
}
