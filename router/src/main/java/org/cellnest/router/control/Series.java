package org.cellnest.router.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.router.snapshot.Sample;
import org.cellnest.telemetry.HistogramCounts;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the metrics of the last quarter of an hour in steps of {@value #STEP_MS} ms. {@link #add} is for one thread,
 * the rest for any.
 */
final class Series {
    static final int STEP_MS = 5_000;
    static final int STEPS = 180;

    private static final int MAX_MINUTES = STEPS * STEP_MS / 60_000;

    /** The metrics of a step that ended at a time. */
    private record Step(
            long atEpochMs,
            double requests,
            double errors,
            @Nullable Double p50Ms,
            @Nullable Double p90Ms,
            @Nullable Double p99Ms,
            int inFlight,
            int parked) {}

    private final Deque<Step> steps = new ArrayDeque<>();
    private @Nullable Sample last;
    private Rates rates = Rates.NONE;

    record View(
            int stepMs,
            @Nullable String from,
            List<Double> requests,
            List<Double> errors,
            List<@Nullable Double> p50Ms,
            List<@Nullable Double> p90Ms,
            List<@Nullable Double> p99Ms,
            List<Integer> inFlight,
            List<Integer> parked) {}

    /** Adds a sample, a step after the one before. */
    synchronized void add(Sample sample, long atEpochMs) {
        Sample before = last;
        last = sample;
        if (before == null) {
            return;
        }
        double seconds = Math.max(1e-3, (sample.atNs() - before.atNs()) / 1e9);
        HistogramCounts since = sample.durations().minus(before.durations());
        Step step = new Step(
                atEpochMs,
                Rates.perSecond(since.count(), seconds),
                Rates.perSecond(sample.errors() - before.errors(), seconds),
                ApiMapper.quantileMs(since, 0.5),
                ApiMapper.quantileMs(since, 0.9),
                ApiMapper.quantileMs(since, 0.99),
                sample.inFlight(),
                sample.parked());
        steps.add(step);
        if (steps.size() > STEPS) {
            steps.remove();
        }
        ApiModel.NestRates nest = new ApiModel.NestRates(
                step.requests(),
                step.errors(),
                step.p50Ms(),
                step.p99Ms(),
                Math.round(seconds * 1000),
                ApiMapper.time(atEpochMs));
        rates = Rates.between(before, sample, seconds, nest);
    }

    /** Returns the rates of the last step. */
    synchronized Rates rates() {
        return rates;
    }

    void register(OpsServer.Builder ops) {
        ops.get("/v1/series", this::series);
    }

    private CompletionStage<OpsAnswer> series(OpsRequest request) throws OpsException {
        request.allowQuery("minutes");
        int minutes = (int) request.query("minutes", MAX_MINUTES, 1, MAX_MINUTES);
        return OpsAnswer.json(view(minutes * 60_000 / STEP_MS)).now();
    }

    synchronized View view(int most) {
        List<Step> shown = new ArrayList<>(steps);
        shown = shown.subList(Math.max(0, shown.size() - most), shown.size());
        return new View(
                STEP_MS,
                shown.isEmpty() ? null : ApiMapper.time(shown.get(0).atEpochMs() - STEP_MS),
                shown.stream().map(Step::requests).toList(),
                shown.stream().map(Step::errors).toList(),
                nullable(shown, 50),
                nullable(shown, 90),
                nullable(shown, 99),
                shown.stream().map(Step::inFlight).toList(),
                shown.stream().map(Step::parked).toList());
    }

    private static List<@Nullable Double> nullable(List<Step> shown, int percentile) {
        List<@Nullable Double> values = new ArrayList<>();
        for (Step step : shown) {
            values.add(
                    switch (percentile) {
                        case 50 -> step.p50Ms();
                        case 90 -> step.p90Ms();
                        default -> step.p99Ms();
                    });
        }
        return values;
    }
}
