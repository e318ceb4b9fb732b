package org.cellnest.router.snapshot;

import java.util.List;

/**
 * All that the broker knows, seen in one walk. Parts of it may be some turns apart. Immutable; any thread.
 *
 * @param atNs when the walk began, in nanoseconds of a monotonic clock
 * @param atEpochMs the same moment, in milliseconds since 1970 UTC
 * @param pieces in how many pieces it was seen
 * @param brokerNs how long those took on the broker's thread together
 * @param longestNs how long the longest took
 * @param cells in the order in which they came, then those that were sent away
 * @param routes in the order of their ids
 */
public record NestSnapshot(
        long atNs,
        long atEpochMs,
        int pieces,
        long brokerNs,
        long longestNs,
        RouterSnapshot router,
        List<CellSnapshot> cells,
        List<GatewaySnapshot> gateways,
        List<RouteSnapshot> routes) {
    /** A time of the monotonic clock, in milliseconds since 1970 UTC. */
    public long epochMs(long ns) {
        return atEpochMs - (atNs - ns) / 1_000_000;
    }
}
