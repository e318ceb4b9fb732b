package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/**
 * A route as its cell reported it, with its template compiled.
 *
 * @param info the route as reported
 * @param template the compiled template
 * @param keys the route's keys, one for each of its methods
 */
record CompiledRoute(RouteInfo info, PathTemplate template, List<RouteKey> keys) {
    /** Compiles a route's template and derives its keys. */
    static CompiledRoute of(RouteInfo info) {
        PathTemplate template = PathTemplate.parse(info.template());
        String shape = template.canonicalShape();
        return new CompiledRoute(
                info,
                template,
                info.methods().stream()
                        .map(method -> new RouteKey(method, shape))
                        .toList());
    }
}
