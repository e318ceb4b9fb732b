package org.cellnest.router;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.jspecify.annotations.Nullable;

/** All routes of the nest: found by path and method, or by key. Used by the broker's thread alone. */
final class RouteTable {
    private final RouteTrie<Shape> shapes = new RouteTrie<>();
    private final Map<RouteKey, Route> routesByKey = new HashMap<>();
    private final NavigableMap<Long, Route> routesById = new TreeMap<>();
    private long lastId;

    int size() {
        return routesByKey.size();
    }

    @Nullable
    Route get(RouteKey key) {
        return routesByKey.get(key);
    }

    @Nullable
    Route byId(long id) {
        return routesById.get(id);
    }

    /** The routes that were created after another, the oldest first: for walks in pieces, which changes do not upset. */
    Collection<Route> createdAfter(long id) {
        return routesById.tailMap(id, false).values();
    }

    /** The most specific route that answers a method at a path, or null. */
    @Nullable
    Route find(String path, String method, boolean fromGateway) {
        Shape shape = shapes.match(path, candidate -> candidate.answering(method, fromGateway) != null);
        return shape == null ? null : shape.answering(method, fromGateway);
    }

    /** The methods that some route answers at a path, sorted, with HEAD and OPTIONS; empty if no route matches it. */
    SortedSet<String> methodsAt(String path, boolean fromGateway) {
        SortedSet<String> methods = new TreeSet<>();
        shapes.forEachMatch(path, shape -> {
            for (Route route : shape.routes()) {
                if (!route.inner() || !fromGateway) {
                    methods.add(route.key.method());
                }
            }
        });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** Whether matching stays cheap with these templates added: the constraints of all routes have one bound. */
    boolean hasRoomFor(Collection<PathTemplate> templates) {
        return shapes.hasRoomFor(templates);
    }

    /** The route of a key, added if there is none. */
    Route add(RouteKey key, PathTemplate template, RouteInfo info, long nowNs) {
        Route route = routesByKey.get(key);
        if (route == null) {
            route = new Route(++lastId, key, template, info, nowNs);
            routesByKey.put(key, route);
            routesById.put(route.id, route);
            Shape shape = shapes.get(template);
            if (shape == null) {
                shape = new Shape();
                shapes.put(template, shape);
            }
            shape.put(route);
        }
        return route;
    }

    void remove(Route route) {
        if (!routesByKey.remove(route.key, route)) {
            throw new IllegalArgumentException(route + " is not in the table");
        }
        routesById.remove(route.id);
        Shape shape = shapes.get(route.template);
        if (shape == null) {
            throw new IllegalStateException(route + " has no shape");
        }
        shape.remove(route.key.method());
        if (shape.isEmpty()) {
            shapes.remove(route.template);
        }
    }
}
