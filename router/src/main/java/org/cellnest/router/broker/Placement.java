package org.cellnest.router.broker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places a request: matches it with a route, and gives it to a cell that has room, parks it until one has, or answers it.
 * Used by the broker's thread alone.
 */
final class Placement {
    private final BrokerSettings settings;
    private final RouteTable routes;
    private final CellDispatcher cellDispatcher;
    private final ParkingLot lot;
    private final RequestDeadlines deadlines;
    private final Outcomes outcomes;
    private final RequestObservers observers;

    private boolean ready;
    private boolean holding;
    private boolean overloaded;

    Placement(
            BrokerSettings settings,
            RouteTable routes,
            CellDispatcher cellDispatcher,
            ParkingLot lot,
            RequestDeadlines deadlines,
            Outcomes outcomes,
            RequestObservers observers) {
        this.settings = settings;
        this.routes = routes;
        this.cellDispatcher = cellDispatcher;
        this.lot = lot;
        this.deadlines = deadlines;
        this.outcomes = outcomes;
        this.observers = observers;
    }

    /** Places a request that is neither parked nor with a cell. */
    void place(Exchange exchange, long nowNs) {
        Route route = match(exchange);
        if (route == null) {
            placeUnmatched(exchange, nowNs);
            return;
        }
        exchange.matched(route);
        ServingCell servingCell = cellDispatcher.isFull() ? null : pick(route, exchange);
        if (servingCell != null) {
            dispatch(exchange, servingCell, nowNs);
        } else if (route.isWorthWaitingFor(nowNs)) {
            park(exchange, false, nowNs);
        } else {
            outcomes.answer(exchange, LocalReplies.notServed(exchange, route), nowNs);
        }
    }

    private void placeUnmatched(Exchange exchange, long nowNs) {
        Set<String> allowed = routes.methodsAt(exchange.path, true);
        if (!ready) {
            // Some cell may not have come back yet whose route this is.
            exchange.unmatched();
            park(exchange, false, nowNs);
        } else if (allowed.isEmpty()) {
            outcomes.answer(exchange, LocalReplies.notFound(exchange), nowNs);
        } else if (exchange.method.equals("OPTIONS")) {
            outcomes.answer(exchange, LocalReplies.options(exchange, allowed), nowNs);
        } else {
            outcomes.answer(exchange, LocalReplies.methodNotAllowed(exchange, allowed), nowNs);
        }
    }

    /** The route that the table has for the request now, or null. */
    @Nullable
    Route match(Exchange exchange) {
        return routes.find(exchange.path, exchange.method, true);
    }

    /** The cell that a request of a route should be given to, or null: it waits. Takes the route's turn. */
    @Nullable
    ServingCell pick(Route route, Exchange exchange) {
        return holding ? null : Balancer.pick(route, exchange);
    }

    /** Parks a request whose bytes are kept, or answers it where its time or the room to wait is used up. */
    void park(Exchange exchange, boolean atFront, long nowNs) {
        if (nowNs >= exchange.deadlineNs()) {
            outcomes.expireWaiting(exchange, nowNs);
        } else if (!lot.park(exchange, atFront)) {
            overloaded = true;
            outcomes.answer(exchange, LocalReplies.noRoomToWait(exchange), nowNs);
        } else {
            if (exchange.park(nowNs)) {
                observers.onParked(exchange);
            }
            deadlines.awaitCell(exchange, nowNs);
        }
    }

    /** Gives a request to a cell that has room. One that waited has left the parking lot; there must be a ticket. */
    void dispatch(Exchange exchange, ServingCell servingCell, long nowNs) {
        if (exchange.gateway.isEnded()) {
            outcomes.finish(exchange, nowNs);
        } else if (exchange.deadlineNs() - nowNs <= 0) {
            outcomes.expireWaiting(exchange, nowNs);
        } else {
            cellDispatcher.dispatch(exchange, servingCell, nowNs);
            deadlines.awaitAnswer(exchange, nowNs);
        }
    }

    /** From now on a path that matches nothing is unknown, and is answered as such. */
    void becomeReady() {
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** Whether every request waits, whatever room cells have: until {@link #release}. */
    boolean isHolding() {
        return holding;
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
    }

    /** Whether requests were turned away for want of room to wait, until half of that room is free again. */
    boolean isOverloaded() {
        if (overloaded
                && lot.requests() <= settings.parkingMaxRequests() / 2
                && lot.bytes() <= settings.parkingMaxBytes() / 2) {
            overloaded = false;
        }
        return overloaded;
    }
}
