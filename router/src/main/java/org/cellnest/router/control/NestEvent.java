package org.cellnest.router.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the nest, as operators are told it. Members that do not apply are null, and left out of JSON.
 *
 * @param id counts up from 1
 * @param at RFC 3339
 * @param type such as {@code cell-joined}; see {@link EventType}
 * @param key the name of the key that the peer proved to hold
 * @param routes the first of those that came or went
 * @param count how many there are of what the event is about
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
    /** How many routes an event names. */
    public static final int MAX_ROUTES = 20;

    /** A route, by what people call it. */
    public record RouteName(String method, String template) {}
}
