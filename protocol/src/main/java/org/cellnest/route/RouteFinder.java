package org.cellnest.route;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route that answers a method at a path: the most specific template with a visible route for the method.
 * GET's route answers HEAD, and OPTIONS is allowed wherever a route is (RFC 9110, section 9.3).
 *
 * <p>Belongs to one thread. A match allocates nothing but its own predicate; see {@link RouteTrie} for its cost.
 *
 * @param <R> a route: the value of one method of one canonical shape
 */
public final class RouteFinder<R> {
    /** Decides which routes a request can reach. */
    public interface Visibility<R> {
        /**
         * Returns the route that stands for another at present, or null where the request can reach none.
         *
         * @param route as it was put
         * @param inner whether inner routes count
         */
        @Nullable
        R visible(R route, boolean inner);
    }

    private final RouteTrie<MethodRoutes<R>> shapes = new RouteTrie<>();
    private final Visibility<R> visibility;

    /** @param visibility must not call the finder */
    public RouteFinder(Visibility<R> visibility) {
        this.visibility = visibility;
    }

    /**
     * Returns the most specific route that answers a method at a path, or null.
     *
     * @param path decoded, as {@link PathTemplate#bind} takes it
     * @param inner whether inner routes count
     */
    public @Nullable R find(String path, String method, boolean inner) {
        MethodRoutes<R> routes =
                shapes.match(path, candidate -> candidate.answering(method, inner, visibility) != null);
        return routes == null ? null : routes.answering(method, inner, visibility);
    }

    /** Returns the methods allowed at a path, sorted, with HEAD and OPTIONS; empty if no route matches the path. */
    public SortedSet<String> methodsAt(String path, boolean inner) {
        SortedSet<String> methods = new TreeSet<>();
        shapes.forEachMatch(path, routes -> routes.addMethods(methods, inner, visibility));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** Puts a route in place of any other of its shape and method. */
    public void put(PathTemplate template, String method, R route) {
        MethodRoutes<R> routes = shapes.get(template);
        if (routes == null) {
            routes = new MethodRoutes<>();
            shapes.put(template, routes);
        }
        routes.put(method, route);
    }

    /**
     * Removes the route of a shape and method.
     *
     * @throws IllegalStateException when no route has this shape
     */
    public void remove(PathTemplate template, String method) {
        MethodRoutes<R> routes = shapes.get(template);
        if (routes == null) {
            throw new IllegalStateException(method + " " + template + " has no shape");
        }
        routes.remove(method);
        if (routes.isEmpty()) {
            shapes.remove(template);
        }
    }

    /** Returns the room for the constraints of more templates: those of all routes have one bound. */
    public RouteTrie.Room room() {
        return shapes.room();
    }
}
