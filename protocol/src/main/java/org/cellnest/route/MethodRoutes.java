package org.cellnest.route;

import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps methods to the routes of one canonical shape. Used by the thread of its {@link RouteFinder} alone. */
final class MethodRoutes<R> {
    private final TreeMap<String, R> routesByMethod = new TreeMap<>();

    /** Returns the route that answers a method: its own, or GET's for HEAD (RFC 9110, section 9.3.2). */
    @Nullable
    R answering(String method, boolean inner, RouteFinder.Visibility<R> visibility) {
        R route = visible(method, inner, visibility);
        return route == null && method.equals("HEAD") ? visible("GET", inner, visibility) : route;
    }

    private @Nullable R visible(String method, boolean inner, RouteFinder.Visibility<R> visibility) {
        R route = routesByMethod.get(method);
        return route == null ? null : visibility.visible(route, inner);
    }

    /** Adds the methods of the visible routes to a set. */
    void addMethods(Set<String> methods, boolean inner, RouteFinder.Visibility<R> visibility) {
        routesByMethod.forEach((method, route) -> {
            if (visibility.visible(route, inner) != null) {
                methods.add(method);
            }
        });
    }

    void put(String method, R route) {
        routesByMethod.put(method, route);
    }

    void remove(String method) {
        routesByMethod.remove(method);
    }

    boolean isEmpty() {
        return routesByMethod.isEmpty();
    }
}
