package org.cellnest.runtime.handler;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.cellnest.route.PathTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a route from its {@code @Route} annotation and its method.
 *
 * @param name class and method, for people
 * @param timeoutMs in milliseconds; 0: the nest's default
 * @param idempotent null: as the request's method implies
 * @param produces the content type, or empty
 * @param charset the charset that text is written in
 * @param about bodies and answers, for people and tools
 */
record RouteSpec(
        String name,
        PathTemplate template,
        List<String> methods,
        int timeoutMs,
        @Nullable Boolean idempotent,
        boolean inner,
        String description,
        String produces,
        Charset charset,
        List<Map<String, String>> parameters,
        RouteDescription about) {
    RouteSpec {
        methods = List.copyOf(methods);
        parameters = List.copyOf(parameters);
    }
}
