package org.cellnest.router.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.router.snapshot.Sample;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/** Assembles the control plane: registers its pages, and takes samples of the router's metrics periodically. */
public final class ControlPlane {
    private static final OpsAnswer OPENAPI = openApi();

    private final Series series = new Series();
    private final NestPages pages;
    private final EventPages events;
    private final ExplainPage explain;
    private final TryProxy proxy;
    private final Supplier<CompletionStage<Sample>> samples;
    private final Clock clock;
    private volatile @Nullable Future<?> sampling;

    /**
     * @param samples requests metrics from the broker
     * @param token of the ops port, which is never sent; empty: none
     */
    public ControlPlane(
            NestControl nest,
            RouterFacts facts,
            EventLog log,
            Supplier<CompletionStage<Sample>> samples,
            String token,
            Clock clock) {
        AddressVerifier verifier = new AddressVerifier(clock);
        this.pages = new NestPages(nest, facts, series, verifier);
        this.events = new EventPages(log);
        this.explain = new ExplainPage(nest, pages);
        this.proxy = new TryProxy(nest, verifier, new OwnToken(token), clock);
        this.samples = samples;
        this.clock = clock;
    }

    /** Adds the pages to an ops server that is about to start. */
    public void register(OpsServer.Builder ops) {
        pages.register(ops);
        series.register(ops);
        events.register(ops);
        explain.register(ops);
        proxy.register(ops);
        ops.get("/v1/openapi.json", request -> OPENAPI.now());
    }

    /** Begins to take samples, on a thread of the executor; to be called once. */
    public void start(ScheduledExecutorService executor) {
        sampling = executor.scheduleAtFixedRate(this::sample, 0, Series.STEP_MS, TimeUnit.MILLISECONDS);
    }

    private static OpsAnswer openApi() {
        try (InputStream in = ControlPlane.class.getResourceAsStream("openapi.json")) {
            return new OpsAnswer.Bytes(
                    200, "application/json", Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops taking samples. Any thread. */
    public void stop() {
        Future<?> begun = sampling;
        if (begun != null) {
            begun.cancel(false);
        }
    }

    private void sample() {
        samples.get().thenAccept(sample -> series.add(sample, clock.epochMillis()));
    }
}
