package org.cellnest.router.broker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places a request. Matches it with a route, then dispatches it to a cell with room, parks it until a cell has room, or
 * answers it. Used by the broker's thread alone.
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

    /** Places a request that is neither parked nor dispatched. */
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
        } else if (exchange.isUploading() && route.serverCount() > 0 && !isWorthWaitingToFlow(route)) {
            answerInsteadOfFlow(exchange, route, nowNs);
        } else if (route.isWorthWaitingFor(nowNs)) {
            park(exchange, false, nowNs);
        } else {
            outcomes.answer(exchange, LocalReplies.notServed(exchange, route), nowNs);
        }
    }

    private static boolean knowsFlows(ServingCell server) {
        return server.stands() && server.cell().maxStreams() > 0;
    }

    /**
     * Whether some cell of the route may soon take a body that flows. One that has as many as it takes is not waited for:
     * such bodies last, and requests without any would wait behind.
     */
    private static boolean isWorthWaitingToFlow(Route route) {
        for (ServingCell server : route.servers) {
            if (knowsFlows(server) && server.cell().streams() < server.cell().maxStreams()) {
                return true;
            }
        }
        return false;
    }

    private void answerInsteadOfFlow(Exchange exchange, Route route, long nowNs) {
        boolean known = route.servers.stream().anyMatch(Placement::knowsFlows);
        outcomes.answer(
                exchange, known ? LocalReplies.noRoomToFlow(exchange) : LocalReplies.bodyTooLarge(exchange), nowNs);
    }

    /** Parks a request whose body flows behind the others of its route, or answers it if no cell will soon take it. */
    void waitToFlow(Exchange exchange, Route route, long nowNs) {
        if (isWorthWaitingToFlow(route)) {
            park(exchange, false, nowNs);
        } else {
            answerInsteadOfFlow(exchange, route, nowNs);
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

    /** Returns the route that the table now has for the request, or null. */
    @Nullable
    Route match(Exchange exchange) {
        return routes.find(exchange.path, exchange.method, true);
    }

    /**
     * Returns the cell to which a request of a route should be dispatched, or null if it has to wait. Uses up a turn of
     * the route.
     */
    @Nullable
    ServingCell pick(Route route, Exchange exchange) {
        return holding ? null : Balancer.pick(route, exchange);
    }

    /** Parks a request whose bytes are kept, or answers it if its time or the parking room is exhausted. */
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

    /**
     * Dispatches a request to a cell with room. A request that was parked has left the parking lot; there must be a
     * free ticket.
     */
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

    /** Begins to answer unknown paths: a path that matches no route is answered with 404. */
    void becomeReady() {
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** Whether every request waits until {@link #release}, even if cells have room. */
    boolean isHolding() {
        return holding;
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
    }

    /** Whether requests were refused for lack of parking room, until half of that room is free again. */
    boolean isOverloaded() {
        if (overloaded
                && lot.requests() <= settings.parkingMaxRequests() / 2
                && lot.bytes() <= settings.parkingMaxBytes() / 2) {
            overloaded = false;
        }
        return overloaded;
    }
}
