package org.cellnest.router.broker;

/**
 * A snapshot of the broker's numbers.
 *
 * @param ready whether unknown paths are answered with 404
 * @param draining whether the router accepts nothing new
 * @param cells the number of registered cells
 * @param gateways the number of registered gateways
 * @param routes the number of known routes
 * @param inFlight requests that a cell owes a final record for
 * @param parked requests that wait for a cell
 * @param parkedBytes their bytes
 * @param retainedBytes bytes of dispatched requests kept in case their cell refuses them
 * @param timers timers that are set
 * @param admissions registrations in progress
 * @param connections connections that have sent a frame
 * @param counters the counts since the start
 */
public record BrokerStatus(
        boolean ready,
        boolean draining,
        int cells,
        int gateways,
        int routes,
        int inFlight,
        int parked,
        long parkedBytes,
        long retainedBytes,
        int timers,
        int admissions,
        int connections,
        BrokerCounts counters) {}
