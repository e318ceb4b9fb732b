package org.cellnest.router.broker;

/**
 * Measures where an exchange's time goes: with the router, in the parking lot, at cells; without a separate object, as
 * there is one for each request. Used by the broker's thread alone.
 */
abstract sealed class ExchangeTimes extends ExchangeLinks permits Exchange {
    private final long arrivedNs;
    private long parkedSinceNs;
    private boolean parked;
    /** The time that the request has waited for a cell, without a wait still in progress. */
    private long parkedNs;
    /** The time that earlier cells have had the request. */
    private long cellNs;
    /** The time when the request was handed to the connection of the cell that has it, if it was. */
    private long handedNs;

    private boolean handed;
    private boolean handedBefore;

    ExchangeTimes(long nowNs) {
        arrivedNs = nowNs;
    }

    final long arrivedNs() {
        return arrivedNs;
    }

    final void onParked(long nowNs) {
        parked = true;
        parkedSinceNs = nowNs;
    }

    final void onUnparked(long nowNs) {
        parked = false;
        parkedNs += nowNs - parkedSinceNs;
    }

    /** Notes that the cell has given the request back. */
    final void onRefused(long nowNs) {
        if (handed) {
            handed = false;
            cellNs += nowNs - handedNs;
        }
    }

    /** Notes that the request has been handed to its cell's connection; returns whether this is the first time. */
    final boolean handed(long nowNs) {
        if (handed) {
            return false;
        }
        boolean first = !handedBefore;
        handed = true;
        handedBefore = true;
        handedNs = nowNs;
        return first;
    }

    /** Returns the time since which the request waits for a cell, or began its last wait. */
    final long parkedSinceNs() {
        return parkedSinceNs;
    }

    /** Returns the time that the router has had the request, without the time of cells. */
    final long routerNs(long nowNs) {
        return nowNs - arrivedNs - cellNs - (handed ? nowNs - handedNs : 0);
    }

    /** Returns the total time that the request has waited for a cell. */
    final long parkedNs(long nowNs) {
        return parkedNs + (parked ? nowNs - parkedSinceNs : 0);
    }
}
