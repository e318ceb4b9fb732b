package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the routes of the table that have answered at least one request; in a large nest most never do. The broker's
 * thread writes. Any thread may read without a turn of the broker. Such a reader may miss a route that changes its
 * place meanwhile, or see the route twice.
 */
public final class ActiveRoutes {
    private static final int FEW = 64;

    private volatile @Nullable Route[] routes = new @Nullable Route[FEW];
    private volatile int size;

    /** Adds a route of the table that has answered, unless the route is listed already. */
    void onAnswered(Route route) {
        if (!route.isActive() && !route.isGone()) {
            add(route);
        }
    }

    private void add(Route route) {
        @Nullable Route[] present = routes;
        int at = size;
        if (at == present.length) {
            present = Arrays.copyOf(present, 2 * at);
        }
        present[at] = route;
        route.activeAt(at);
        routes = present; // also publishes the element to other threads
        size = at + 1;
    }

    /** Removes a route that leaves the table. */
    void remove(Route route) {
        if (!route.isActive()) {
            return;
        }
        int at = route.activeIndex();
        @Nullable Route[] present = routes;
        int last = size - 1;
        Route moved = present[last];
        present[at] = moved;
        present[last] = null;
        if (moved != null) {
            moved.activeAt(at);
        }
        route.inactive();
        routes = present;
        size = last;
    }

    /** Returns the routes listed now. Any thread. */
    List<Route> all() {
        int count = size;
        @Nullable Route[] present = routes;
        List<Route> all = new ArrayList<>(count);
        for (int i = 0; i < Math.min(count, present.length); i++) {
            Route route = present[i];
            if (route != null) {
                all.add(route);
            }
        }
        return all;
    }
}
