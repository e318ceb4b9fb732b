package org.cellnest.router.broker;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The routes of one canonical shape, by method. */
final class MethodRoutes {
    private final TreeMap<String, Route> routesByMethod = new TreeMap<>();

    @Nullable
    Route route(String method) {
        return routesByMethod.get(method);
    }

    /** The route that answers a method: its own, or GET's for HEAD. */
    @Nullable
    Route answering(String method, boolean fromGateway) {
        Route route = inForce(method);
        if ((route == null || (route.inner() && fromGateway)) && method.equals("HEAD")) {
            route = inForce("GET");
        }
        return route == null || (route.inner() && fromGateway) ? null : route;
    }

    private @Nullable Route inForce(String method) {
        Route newest = routesByMethod.get(method);
        return newest == null ? null : newest.inForce();
    }

    void put(Route route) {
        routesByMethod.put(route.key.method(), route);
    }

    void remove(String method) {
        routesByMethod.remove(method);
    }

    boolean isEmpty() {
        return routesByMethod.isEmpty();
    }

    Collection<Route> routes() {
        return routesByMethod.values();
    }
}
