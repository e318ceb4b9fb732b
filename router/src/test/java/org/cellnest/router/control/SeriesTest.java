package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.Sample;
import org.cellnest.telemetry.Histogram;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final long MS = 1_000_000L;

    private final ManualClock clock = new ManualClock();
    private final Series series = new Series();
    private final Histogram durations = new Histogram();
    private long errors;
    private Map<String, Long> requestsBySession = Map.of();
    private Map<Long, Sample.Answered> answeredByRoute = Map.of();

    @Test
    void knowsNothingBeforeTheFirstStepIsOver() {
        sample(0, 0);
        Series.View view = series.view(Series.STEPS);
        assertNull(view.from());
        assertEquals(List.of(), view.requests());
        assertEquals(
                new ApiModel.NestRates(0, 0, null, null, Series.STEP_MS, null),
                series.rates().nest());
        assertEquals(0, series.rates().ofPeer("s"));
    }

    @Test
    void showsWhatCameInEachStep() {
        answered(7, 900);
        sample(0, 0);
        long beganEpochMs = clock.epochMillis();
        clock.advanceMs(Series.STEP_MS);
        answered(90, 1);
        answered(10, 100);
        errors += 5;
        sample(3, 2);
        clock.advanceMs(Series.STEP_MS);
        sample(1, 0);
        Series.View view = series.view(Series.STEPS);
        assertEquals(ApiMapper.time(beganEpochMs), view.from());
        assertEquals(List.of(20.0, 0.0), view.requests());
        assertEquals(List.of(1.0, 0.0), view.errors());
        assertEquals(List.of(3, 1), view.inFlight());
        assertEquals(List.of(2, 0), view.parked());
        // What was before the first sample, and slower, is not in it.
        assertBetween(0.5, 1.1, view.p50Ms().get(0));
        assertBetween(0.5, 1.1, view.p90Ms().get(0));
        assertBetween(67, 135, view.p99Ms().get(0));
        for (List<@Nullable Double> quantiles : List.of(view.p50Ms(), view.p90Ms(), view.p99Ms())) {
            assertNull(quantiles.get(1));
        }
    }

    @Test
    void reckonsWithTheTimeThatAStepReallyTook() {
        sample(0, 0);
        clock.advanceMs(2 * Series.STEP_MS);
        answered(100, 1);
        sample(0, 0);
        assertEquals(List.of(10.0), series.view(1).requests());
        assertEquals(10.0, series.rates().nest().requestsPerSecond());
        assertEquals(2 * Series.STEP_MS, series.rates().nest().windowMs());
    }

    /** A page that shows several of them must not contradict itself. */
    @Test
    void ratesOfTheNestItsPeersAndItsRoutesAreOfTheSameStep() {
        requestsBySession = Map.of("gateway", 1000L, "cell", 900L);
        sample(0, 0);
        clock.advanceMs(Series.STEP_MS);
        answered(60, 1);
        requestsBySession = Map.of("gateway", 1050L, "cell", 950L, "new", 10L);
        answeredByRoute = Map.of(7L, new Sample.Answered(60, 5));
        sample(0, 0);
        Rates rates = series.rates();
        assertEquals(12.0, rates.nest().requestsPerSecond());
        assertEquals(ApiMapper.time(clock.epochMillis()), rates.nest().until());
        assertEquals(10.0, rates.ofPeer("gateway"));
        assertEquals(10.0, rates.ofPeer("cell"));
        assertEquals(2.0, rates.ofPeer("new"));
        assertEquals(0.0, rates.ofPeer("gone"));
        assertEquals(12.0, rates.requests(route(7)));
        assertEquals(1.0, rates.errors(route(7)));
        assertEquals(0.0, rates.requests(route(8)));
        // Whenever it is asked for until the next step is over, it is the same.
        clock.advanceMs(Series.STEP_MS - 1);
        assertSame(rates, series.rates());
    }

    private static RouteSnapshot route(long id) {
        PathTemplate template = PathTemplate.parse("/a");
        RouteInfo info = new RouteInfo("d", 1, "/a", List.of("GET"), 0, null, false, "", List.of());
        return new RouteSnapshot(id, "GET", template, info, List.of(), 0, 0, List.of(0L, 0L, 0L, 0L, 0L, 0L), 0, 0, 0);
    }

    @Test
    void forgetsWhatIsOlderThanAQuarterOfAnHour() {
        sample(0, 0);
        for (int step = 1; step <= Series.STEPS + 2; step++) {
            clock.advanceMs(Series.STEP_MS);
            sample(step, 0);
        }
        Series.View view = series.view(Series.STEPS);
        assertEquals(Series.STEPS, view.inFlight().size());
        assertEquals(3, view.inFlight().get(0));
        assertEquals(ApiMapper.time(clock.epochMillis() - 15 * 60_000), view.from());
        assertEquals(
                Arrays.asList(Series.STEPS + 1, Series.STEPS + 2),
                series.view(2).inFlight());
    }

    private void answered(int count, long tookMs) {
        for (int i = 0; i < count; i++) {
            durations.record(tookMs * MS);
        }
    }

    private void sample(int inFlight, int parked) {
        series.add(
                new Sample(
                        clock.nanoTime(),
                        errors,
                        durations.counts(),
                        inFlight,
                        parked,
                        requestsBySession,
                        answeredByRoute),
                clock.epochMillis());
    }

    private static void assertBetween(double low, double high, @Nullable Double value) {
        assertNotNull(value);
        assertTrue(value >= low && value <= high, value + " (expected: " + low + " to " + high + ")");
    }
}
