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

/** All routes of the nest: found by path and method, or by key. Used by the broker's thread alone. */
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

    /** The routes that have answered anything; for any thread. */
    ActiveRoutes asked() {
        return asked;
    }

    /** Higher after each change of what the table says of its routes. */
    long revision() {
        return revision;
    }

    /** Some routes are known that were not, or the other way round, or something else is said of them. */
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
     * The routes that were created after another, the oldest first: for walks in pieces, which changes do not upset.
     * Some may not be known yet, or not any more.
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

    /** The room for the constraints of more templates: those of all routes have one bound. */
    RouteTrie.Room room() {
        return finder.room();
    }

    /**
     * The route of a key that its deployment holds, added if there is none; where another deployment holds the key, the
     * route takes the place of that one's as soon as it is known.
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

    /** The one whose place a route has taken goes. */
    void dropPredecessor(Route route) {
        Route before = route.dropPredecessor();
        if (before != null) {
            forget(before);
        }
    }

    /** A route goes; the one whose place it would have taken keeps its own. */
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
