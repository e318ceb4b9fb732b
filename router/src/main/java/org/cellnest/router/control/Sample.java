package org.cellnest.router.control;

/**
 * The router's figures at one moment, for the difference to the one before.
 *
 * @param latency how long the requests took that were answered since the router started
 */
public record Sample(long atNs, long requests, long errors, Latency latency, int inFlight, int parked) {
    /** Durations, of which those between two samples can be told. */
    public interface Latency {
        /**
         * The duration that a share of the requests since an earlier sample did not exceed, in milliseconds; NaN if there
         * was none.
         */
        double quantileMs(Latency earlier, double share);
    }
}
