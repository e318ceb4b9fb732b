package org.cellnest.router.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in the nest, as shown to operators. Members that do not apply are null, and left out of JSON.
 *
 * @param id increasing from 1
 * @param at RFC 3339
 * @param type such as {@code cell-joined}; see {@link EventType}
 * @param key the name of the key that the peer proved to hold
 * @param routes the first of the routes that were added or removed
 * @param count the number of items that the event is about
 * @param message one line for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NestEvent(
        long id,
        String at,
        EventType type,
        @Nullable String cell,
        @Nullable String gateway,
        @Nullable String key,
        @Nullable String deployment,
        @Nullable String version,
        @Nullable List<RouteName> routes,
        @Nullable Integer count,
        @Nullable String reason,
        String message) {
    /** The maximum number of routes that an event names. */
    public static final int MAX_ROUTES = 20;

    /** A route, by its method and template. */
    public record RouteName(String method, String template) {}
}
