package org.cellnest.router.snapshot;

import java.util.Map;
import org.cellnest.telemetry.HistogramCounts;

/**
 * The router's figures at one moment, for the difference to the one before.
 *
 * @param errors how many requests were answered with 5xx since the router started
 * @param durations how long all requests took that were answered since then
 * @param requestsBySession how many requests came from each gateway, or went to each cell, in its session
 * @param answeredByRoute what each route has answered since the sample before, by the route's id; no entry: nothing
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
