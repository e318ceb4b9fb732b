package org.cellnest.router.control;

import org.cellnest.telemetry.HistogramCounts;

/**
 * The router's figures at one moment, for the difference to the one before.
 *
 * @param errors how many requests were answered with 5xx since the router started
 * @param durations how long all requests took that were answered since then
 */
public record Sample(long atNs, long errors, HistogramCounts durations, int inFlight, int parked) {}
