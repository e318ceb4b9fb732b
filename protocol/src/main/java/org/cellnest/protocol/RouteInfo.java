package org.cellnest.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route as its cell reports it.
 *
 * @param deployment the deployment it belongs to
 * @param number the cell's own number for it, from 1, never used again within an incarnation
 * @param template the path template
 * @param methods the request methods it answers, at least one; HEAD and OPTIONS need not be named
 * @param timeoutMs the longest a request may take, in milliseconds; 0: the nest's default
 * @param idempotent whether a request may be started twice; null: as its method says
 * @param inner whether gateways may not reach it
 * @param description for people, may be empty; cut after 4096 characters
 * @param parameters for people and tools: what the route takes; cut after 64, and values after 1024 characters
 */
public record RouteInfo(
        String deployment,
        int number,
        String template,
        List<String> methods,
        int timeoutMs,
        @Nullable Boolean idempotent,
        boolean inner,
        String description,
        List<Map<String, String>> parameters) {
    public RouteInfo {
        methods = methods == null ? List.of() : List.copyOf(methods);
        description = Display.text(description, Display.MAX_DESCRIPTION);
        parameters = Display.parameters(parameters);
    }
}
