package org.cellnest.celltest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.route.PathTemplate;
import org.cellnest.runtime.handler.HandlerMethod;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one deployment, found as a router finds those of a nest. Here they are few: each is asked, the most specific
 * first. Immutable; any thread.
 */
final class Routes {
    /** The routes of one canonical shape. */
    private record Shape(PathTemplate template, Map<String, HandlerMethod> handlersByMethod) {
        /** The route that answers a method: its own, or GET's for HEAD. */
        @Nullable
        HandlerMethod answering(String method, boolean inner) {
            HandlerMethod handler = visible(handlersByMethod.get(method), inner);
            return handler == null && method.equals("HEAD") ? visible(handlersByMethod.get("GET"), inner) : handler;
        }

        private static @Nullable HandlerMethod visible(@Nullable HandlerMethod handler, boolean inner) {
            return handler == null || (handler.inner() && !inner) ? null : handler;
        }
    }

    private final List<Shape> mostSpecificFirst;

    Routes(Collection<HandlerMethod> handlers) {
        Map<String, Shape> byShape = new LinkedHashMap<>();
        for (HandlerMethod handler : handlers) {
            Shape shape = byShape.computeIfAbsent(
                    handler.template().canonicalShape(), key -> new Shape(handler.template(), new TreeMap<>()));
            handler.methods().forEach(method -> shape.handlersByMethod.put(method, handler));
        }
        List<Shape> shapes = new ArrayList<>(byShape.values());
        shapes.sort((a, b) -> PathTemplate.MOST_SPECIFIC_FIRST.compare(a.template, b.template));
        mostSpecificFirst = List.copyOf(shapes);
    }

    /**
     * The most specific route that answers a method at a path; null if there is none.
     *
     * @param inner whether inner routes count
     */
    @Nullable
    HandlerMethod find(String path, String method, boolean inner) {
        for (Shape shape : mostSpecificFirst) {
            HandlerMethod handler = shape.answering(method, inner);
            if (handler != null && shape.template.bind(path) != null) {
                return handler;
            }
        }
        return null;
    }

    /** The methods that some route answers at a path, with HEAD and OPTIONS; empty if no route matches it. */
    SortedSet<String> methodsAt(String path, boolean inner) {
        SortedSet<String> methods = new TreeSet<>();
        for (Shape shape : mostSpecificFirst) {
            if (shape.template.bind(path) != null) {
                shape.handlersByMethod.forEach((method, handler) -> {
                    if (inner || !handler.inner()) {
                        methods.add(method);
                    }
                });
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }
}
