package org.cellnest.router.snapshot;

import java.util.Map;

/**
 * The state of the router itself at one moment.
 *
 * @param counters its counters, by name
 */
public record RouterSnapshot(
        boolean ready,
        boolean draining,
        int cells,
        int gateways,
        int routes,
        int inFlight,
        int parked,
        long parkedBytes,
        long retainedBytes,
        int connections,
        Map<String, Long> counters) {}
