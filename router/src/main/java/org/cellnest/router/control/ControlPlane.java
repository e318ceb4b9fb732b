package org.cellnest.router.control;

import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.process.ops.OpsServer;
import org.jspecify.annotations.Nullable;

/** The control plane, whole: registers what it answers, and takes a sample of the router's figures now and then. */
public final class ControlPlane {
    private final Series series = new Series();
    private final NestPages pages;
    private final EventPages events;
    private final Supplier<CompletionStage<Sample>> samples;
    private final InstantSource wallClock;
    private volatile @Nullable Future<?> sampling;

    /** @param samples asks the broker for its figures */
    public ControlPlane(
            NestControl nest,
            RouterFacts facts,
            EventLog log,
            Supplier<CompletionStage<Sample>> samples,
            InstantSource wallClock) {
        this.pages = new NestPages(nest, facts, series);
        this.events = new EventPages(log);
        this.samples = samples;
        this.wallClock = wallClock;
    }

    /** Adds what it answers to an ops server that is about to start. */
    public void register(OpsServer.Builder ops) {
        pages.register(ops);
        series.register(ops);
        events.register(ops);
    }

    /** Begins to take samples, on a thread of the executor; once. */
    public void start(ScheduledExecutorService executor) {
        sampling = executor.scheduleAtFixedRate(this::sample, 0, Series.STEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Takes no more samples. Any thread. */
    public void stop() {
        Future<?> begun = sampling;
        if (begun != null) {
            begun.cancel(false);
        }
    }

    private void sample() {
        samples.get().thenAccept(sample -> series.add(sample, wallClock.millis()));
    }
}
