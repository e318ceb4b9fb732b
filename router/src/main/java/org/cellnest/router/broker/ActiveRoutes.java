package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the table that have answered anything, most of a large nest's never do. The broker's thread writes; any
 * thread may look, without asking the broker, and may miss what changes meanwhile, or see it twice.
 */
public final class ActiveRoutes {
    private static final int FEW = 64;

    private volatile @Nullable Route[] routes = new @Nullable Route[FEW];
    private volatile int size;

    /** A route has answered for the first time. */
    void add(Route route) {
        @Nullable Route[] present = routes;
        int at = size;
        if (at == present.length) {
            present = Arrays.copyOf(present, 2 * at);
        }
        present[at] = route;
        route.activeIndex = at;
        routes = present; // also makes the element seen by who looks
        size = at + 1;
    }

    /** A route is of the table no more. */
    void remove(Route route) {
        int at = route.activeIndex;
        if (at < 0) {
            return;
        }
        @Nullable Route[] present = routes;
        int last = size - 1;
        Route moved = present[last];
        present[at] = moved;
        present[last] = null;
        if (moved != null) {
            moved.activeIndex = at;
        }
        route.activeIndex = -1;
        routes = present;
        size = last;
    }

    /** Those there are. Any thread. */
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
