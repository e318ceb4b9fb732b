package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves parked requests: when a cell has room, and when a route comes or goes. Work for many requests is done in
 * pieces. Used by the broker's thread alone.
 */
final class ParkedRequests {
    /** The maximum number of parked requests dispatched to a cell at once. */
    static final int MAX_SERVED = 64;

    /** The number of requests put back after which the others wait for the cell's next event. */
    private static final int MAX_PUT_BACK = 4;

    private final ParkingLot lot;
    private final Placement placement;
    private final CellDispatcher cellDispatcher;
    private final RequestDeadlines deadlines;
    private final Tasks tasks;
    /** The cells for which a task serves parked requests. */
    private final Set<CellSession> inLine = new HashSet<>();

    ParkedRequests(
            ParkingLot lot,
            Placement placement,
            CellDispatcher cellDispatcher,
            RequestDeadlines deadlines,
            Tasks tasks) {
        this.lot = lot;
        this.placement = placement;
        this.cellDispatcher = cellDispatcher;
        this.deadlines = deadlines;
        this.tasks = tasks;
    }

    /** Serves parked requests by a cell with new room or a new route. */
    void serve(CellSession cell, long nowNs) {
        int putBack = 0;
        for (int i = 0; i < MAX_SERVED; i++) {
            Step step = serveOne(cell, nowNs);
            putBack += step == Step.PUT_BACK ? 1 : 0;
            if (step == Step.NOTHING || putBack == MAX_PUT_BACK) {
                return;
            }
        }
        serveLater(cell);
    }

    /** Serves parked requests as {@link #serve} does, in pieces. */
    void serveLater(CellSession cell) {
        if (inLine.add(cell)) {
            tasks.add(nowNs -> {
                // What was put back waits for the next event, or the task would never end.
                boolean more = serveOne(cell, nowNs) == Step.SERVED;
                if (!more) {
                    inLine.remove(cell);
                }
                return more;
            });
        }
    }

    private enum Step {
        /** No request was parked for the cell, or it has no room. */
        NOTHING,
        /** A request has left the parking lot. */
        SERVED,
        /** A request was parked again, since the cell has no room for its body and another cell may soon have. */
        PUT_BACK
    }

    /** Dispatches one of the parked requests to a cell. */
    private Step serveOne(CellSession cell, long nowNs) {
        if (placement.isHolding() || !cell.hasRoom() || cellDispatcher.isFull()) {
            return Step.NOTHING;
        }
        Exchange exchange = lot.nextFor(cell);
        if (exchange == null) {
            return Step.NOTHING;
        }
        Route waitingFor = exchange.route();
        Route route = placement.match(exchange);
        ServingCell servingCell = route != null && route == waitingFor ? route.serverOf(cell) : null;
        lot.remove(exchange);
        if (servingCell == null) {
            placement.place(exchange, nowNs);
        } else if (route != null && exchange.isUploading() && !cell.hasStreamRoom()) {
            // Another cell is served by events of its own; to place the request there could take it back at once, for
            // ever.
            placement.waitToFlow(exchange, route, nowNs);
        } else {
            placement.dispatch(exchange, servingCell, nowNs);
        }
        return exchange.queue() == null ? Step.SERVED : Step.PUT_BACK;
    }

    /** Matches the requests that wait for a route again, since the route has come or gone. */
    void rematch(Route changed) {
        rematch(changed.parked);
    }

    /** Matches the requests without a route again, since new routes may match them. */
    void rematchUnrouted() {
        rematch(lot.unrouted());
    }

    private void rematch(ExchangeQueue queue) {
        if (queue.isEmpty()) {
            return;
        }
        List<Exchange> all = new ArrayList<>(queue.size());
        for (Exchange exchange = queue.first(); exchange != null; exchange = exchange.nextParked()) {
            all.add(exchange);
        }
        Iterator<Exchange> waiting = all.iterator();
        tasks.add(nowNs -> {
            Exchange exchange = waiting.next();
            if (exchange.queue() == queue) {
                rematch(exchange, nowNs);
            }
            return waiting.hasNext();
        });
    }

    /** Matches a parked request again; a request that still waits for the same route keeps its place. */
    private void rematch(Exchange exchange, long nowNs) {
        Route route = placement.match(exchange);
        if (staysParked(exchange, route, nowNs)) {
            deadlines.awaitCell(exchange, nowNs);
        } else {
            lot.remove(exchange);
            placement.place(exchange, nowNs);
        }
    }

    private boolean staysParked(Exchange exchange, @Nullable Route route, long nowNs) {
        if (route != exchange.route()) {
            return false;
        }
        if (route == null) {
            return !placement.isReady();
        }
        if (route.parked != exchange.queue()) {
            return false;
        }
        exchange.matched(route);
        return nowNs < exchange.deadlineNs() && (placement.isHolding() || Balancer.best(route, exchange) == null);
    }

    int requests() {
        return lot.requests();
    }

    long bytes() {
        return lot.bytes();
    }
}
