package org.cellnest.router.snapshot;

import java.util.Map;
import org.cellnest.telemetry.HistogramCounts;

/**
 * The metrics of the router at one moment, for the difference to the previous sample.
 *
 * @param errors the number of requests answered with 5xx since the router started
 * @param durations the durations of all requests answered since then
 * @param requestsBySession the number of requests that came from each gateway, or went to each cell, in its session
 * @param answeredByRoute the answers of each route since the previous sample, by the route's id; no entry: none
 */
public record Sample(
        long atNs,
        long errors,
        HistogramCounts durations,
        int inFlight,
        int parked,
        Map<String, Long> requestsBySession,
        Map<Long, Answered> answeredByRoute) {
    /**
     * A count of answers.
     *
     * @param requests all of them
     * @param errors those with 5xx
     */
    public record Answered(long requests, long errors) {}
}
