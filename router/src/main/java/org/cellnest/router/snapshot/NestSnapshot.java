package org.cellnest.router.snapshot;

import java.util.List;

/**
 * A snapshot of the nest: the whole knowledge of the broker, read in one walk. Parts of it may be some turns apart.
 * Immutable and thread-safe.
 *
 * @param atNs the begin of the walk, in nanoseconds of a monotonic clock
 * @param atEpochMs the same moment, in milliseconds since 1970 UTC
 * @param pieces the number of pieces of the walk
 * @param brokerNs the total time of the pieces on the broker's thread
 * @param longestNs the time of the longest piece
 * @param cells in the order of their arrival, then evicted cells
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
    /** Converts a time of the monotonic clock to milliseconds since 1970 UTC. */
    public long epochMs(long ns) {
        return atEpochMs - (atNs - ns) / 1_000_000;
    }
}
