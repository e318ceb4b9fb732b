package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests that wait for a cell: first in, first out for each route, bounded in number and bytes. Requests for
 * which no route is known yet wait in a queue of their own while the router is new.
 */
final class ParkingLot {
    /** The number of requests of a route's queue searched for one that a certain cell has not refused. */
    private static final int LOOK_AHEAD = 16;

    private final int maxRequests;
    private final long maxBytes;
    private final ExchangeQueue unrouted = new ExchangeQueue();
    /** The routes with parked requests, by deployment. A deployment's routes take turns: the first one is next. */
    private final Map<String, Set<Route>> routesByDeployment = new HashMap<>();

    private int requests;
    private long bytes;

    ParkingLot(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    int requests() {
        return requests;
    }

    long bytes() {
        return bytes;
    }

    ExchangeQueue unrouted() {
        return unrouted;
    }

    /** Parks an exchange whose record is kept, or returns false if there is no room. */
    boolean park(Exchange exchange, boolean atFront) {
        WireRecord record = exchange.record();
        if (record == null) {
            throw new IllegalStateException("a request whose bytes are gone cannot wait");
        }
        if (requests >= maxRequests || bytes + record.length() > maxBytes) {
            return false;
        }
        if (!record.isWholeFrame()) {
            // Else one small request would keep the whole batch that it came in.
            exchange.keep(record.copy());
        }
        Route route = exchange.route();
        ExchangeQueue queue = unrouted;
        if (route != null) {
            queue = route.parked;
            if (queue.isEmpty()) {
                routesByDeployment
                        .computeIfAbsent(route.deployment, name -> new LinkedHashSet<>())
                        .add(route);
            }
        }
        if (atFront) {
            queue.addFirst(exchange);
        } else {
            queue.addLast(exchange);
        }
        requests++;
        bytes += record.length();
        return true;
    }

    void remove(Exchange exchange) {
        ExchangeQueue queue = exchange.queue();
        WireRecord record = exchange.record();
        if (queue == null || record == null) {
            throw new IllegalStateException("an exchange that is not parked");
        }
        queue.remove(exchange);
        requests--;
        bytes -= record.length();
        Route route = exchange.route();
        if (queue.isEmpty() && route != null && queue == route.parked) {
            Set<Route> routes = routesByDeployment.get(route.deployment);
            if (routes != null && routes.remove(route) && routes.isEmpty()) {
                routesByDeployment.remove(route.deployment);
            }
        }
    }

    /** Returns the request that a cell should receive next, still parked, or null. */
    @Nullable
    Exchange nextFor(CellSession cell) {
        if (requests == 0) {
            return null;
        }
        for (String deployment : cell.servedDeployments()) {
            Set<Route> routes = routesByDeployment.get(deployment);
            if (routes == null || cell.load(deployment).isFull()) {
                continue;
            }
            for (int i = routes.size(); i > 0; i--) {
                Route route = routes.iterator().next();
                routes.remove(route);
                routes.add(route);
                Exchange exchange = route.serverOf(cell) == null ? null : firstNotRefused(route.parked, cell);
                if (exchange != null) {
                    return exchange;
                }
            }
        }
        return null;
    }

    private static @Nullable Exchange firstNotRefused(ExchangeQueue queue, CellSession cell) {
        Exchange exchange = queue.first();
        for (int i = 0; i < LOOK_AHEAD && exchange != null; i++) {
            if (!exchange.isRefusedBy(cell)) {
                return exchange;
            }
            exchange = exchange.nextParked();
        }
        return null;
    }
}
