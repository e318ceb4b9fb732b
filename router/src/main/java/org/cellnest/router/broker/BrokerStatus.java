package org.cellnest.router.broker;

/**
 * The broker's figures at one moment.
 *
 * @param ready whether unknown paths are answered as such
 * @param draining whether nothing new is taken
 * @param cells how many cells are registered
 * @param gateways how many gateways are registered
 * @param routes how many routes are known
 * @param inFlight requests that a cell owes a final record for
 * @param parked requests that wait for a cell
 * @param parkedBytes their bytes
 * @param retainedBytes bytes of dispatched requests kept in case their cell refuses them
 * @param timers timers that are set
 * @param admissions registrations under way
 * @param connections connections that have spoken
 * @param counters what has been counted
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
