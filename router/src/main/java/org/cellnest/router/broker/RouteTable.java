package org.cellnest.router.broker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.RouteFinder;
import org.cellnest.route.RouteTrie;
import org.jspecify.annotations.Nullable;

/** Holds all routes of the nest, and finds them by path and method, or by key. Used by the broker's thread alone. */
final class RouteTable {
    private final RouteFinder<Route> finder = new RouteFinder<>(RouteTable::visible);
    private final Map<RouteKey, Route> routesByKey = new HashMap<>();
    private final ActiveRoutes asked = new ActiveRoutes();
    private final NavigableMap<Long, Route> routesById = new TreeMap<>();
    private long lastId;
    private long revision = 1;

    int size() {
        return routesByKey.size();
    }

    /** Returns the routes that have answered at least one request; for any thread. */
    ActiveRoutes asked() {
        return asked;
    }

    /** Returns the table's revision, which increases after each change of its known routes. */
    long revision() {
        return revision;
    }

    /** Increases the revision, since known routes were added, removed or described anew. */
    void onChanged() {
        revision++;
    }

    @Nullable
    Route get(RouteKey key) {
        return routesByKey.get(key);
    }

    @Nullable
    Route byId(long id) {
        return routesById.get(id);
    }

    /**
     * Returns the routes created after another, the oldest first, for walks in pieces that tolerate changes. Some of
     * the routes may not be known.
     */
    Collection<Route> createdAfter(long id) {
        return routesById.tailMap(id, false).values();
    }

    /** Returns the most specific route that answers a method at a path, or null. */
    @Nullable
    Route find(String path, String method, boolean fromGateway) {
        return finder.find(path, method, !fromGateway);
    }

    /**
     * Returns the methods that some route answers at a path, sorted, with HEAD and OPTIONS; empty if no route matches
     * it.
     */
    SortedSet<String> methodsAt(String path, boolean fromGateway) {
        return finder.methodsAt(path, !fromGateway);
    }

    private static @Nullable Route visible(Route newest, boolean inner) {
        Route route = newest.inForce();
        return route == null || (route.inner() && !inner) ? null : route;
    }

    /** Returns the room for the constraints of more templates; the constraints of all routes share one bound. */
    RouteTrie.Room room() {
        return finder.room();
    }

    /**
     * Returns the deployment's route for a key, and adds it if there is none. If another deployment holds the key, the
     * new route replaces that deployment's route as soon as the new one is known.
     */
    Route add(RouteKey key, PathTemplate template, RouteInfo info, long nowNs) {
        Route held = routesByKey.get(key);
        if (held != null && held.deployment.equals(info.deployment())) {
            return held;
        }
        Route route = new Route(++lastId, key, template, info, nowNs);
        if (held != null) {
            route.succeeds(held);
        }
        routesById.put(route.id, route);
        put(route);
        return route;
    }

    private void put(Route newest) {
        routesByKey.put(newest.key, newest);
        finder.put(newest.template, newest.key.method(), newest);
    }

    /** Removes the route that another has replaced. */
    void dropPredecessor(Route route) {
        Route before = route.dropPredecessor();
        if (before != null) {
            forget(before);
        }
    }

    /** Removes a route; the route that it would have replaced keeps its place. */
    void remove(Route route) {
        if (routesByKey.get(route.key) != route) {
            throw new IllegalArgumentException(route + " is not in the table");
        }
        forget(route);
        Route before = route.dropPredecessor();
        if (before != null) {
            put(before);
            return;
        }
        routesByKey.remove(route.key);
        finder.remove(route.template, route.key.method());
    }

    private void forget(Route route) {
        route.onRemoved();
        asked.remove(route);
        routesById.remove(route.id);
    }
}
