package org.cellnest.celltest;

import java.util.Collection;
import java.util.SortedSet;
import org.cellnest.route.RouteFinder;
import org.cellnest.runtime.handler.HandlerMethod;
import org.jspecify.annotations.Nullable;

/** Shares the routes of one deployment, found as a router finds those of a nest, between threads. Any thread. */
final class LocalRoutes {
    private final RouteFinder<HandlerMethod> finder =
            new RouteFinder<>((handler, inner) -> handler.inner() && !inner ? null : handler);

    LocalRoutes(Collection<HandlerMethod> handlers) {
        for (HandlerMethod handler : handlers) {
            handler.methods().forEach(method -> finder.put(handler.template(), method, handler));
        }
    }

    /** Returns the route that {@link RouteFinder#find} finds. */
    synchronized @Nullable HandlerMethod find(String path, String method, boolean inner) {
        return finder.find(path, method, inner);
    }

    /** Returns the methods that {@link RouteFinder#methodsAt} allows. */
    synchronized SortedSet<String> methodsAt(String path, boolean inner) {
        return finder.methodsAt(path, inner);
    }
}
