package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adjusts the table to claims that have changed their state, one route in each step, and removes routes without a claim
 * in force. No registration is in progress meanwhile. Used by the broker's thread alone.
 */
final class Sweep {
    private final RouteTable table;
    private final Consumer<Route> rematch;
    private final Iterator<Claim> claims;
    private final List<Route> gone = new ArrayList<>();
    private Iterator<Route> routes = List.<Route>of().iterator();

    /** @param rematch receives the routes whose parked requests have to be matched again */
    Sweep(RouteTable table, Consumer<Route> rematch, List<Claim> claims) {
        this.table = table;
        this.rematch = rematch;
        this.claims = claims.iterator();
    }

    /** Processes the next route or claim; returns whether there is more. */
    boolean step() {
        if (routes.hasNext()) {
            tidy(routes.next());
        } else if (claims.hasNext()) {
            Claim claim = claims.next();
            routes = claim.routes().iterator();
            if (!claim.isInForce()) {
                claim.onSwept();
            }
        }
        return routes.hasNext() || claims.hasNext();
    }

    /** Returns the routes that were known and no longer are. */
    List<Route> gone() {
        return gone;
    }

    private void tidy(Route route) {
        route.sweep();
        if (table.get(route.key) != route) {
            return;
        }
        Route before = route.predecessor();
        boolean known = route.isKnown();
        if (known) {
            route.onKnown();
        }
        if (known && before != null) {
            table.dropPredecessor(route);
            onGone(before);
        } else if (!known && route.servers.isEmpty()) {
            table.remove(route);
            onGone(route);
            if (before != null) {
                tidy(before);
            }
        }
    }

    private void onGone(Route route) {
        if (route.wasEverKnown()) {
            gone.add(route);
        }
        rematch.accept(route);
    }
}
