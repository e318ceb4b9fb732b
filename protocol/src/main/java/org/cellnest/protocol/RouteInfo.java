package org.cellnest.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param idempotent whether a request may be started twice; null: as its method implies
 * @param inner whether gateways may not reach it
 * @param description for people, may be empty; cut after 4096 characters
 * @param parameters for people and tools: the parameters of the route; cut after 64, and values after 1024
 *     characters
 * @param produces for people and tools: the content type of its answers; empty: not stated; cut after 1024
 *     characters
 * @param request for people and tools: the JSON Schema of its body, as text that the router does not parse; null:
 *     the route takes no body, or its body is unknown. A schema longer than {@value #MAX_SCHEMA} characters is replaced
 *     by {@link #SCHEMA_LEFT_OUT}
 * @param response the JSON Schema of its answer, like {@code request}
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
        List<Map<String, String>> parameters,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String produces,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String request,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String response) {
    /** The maximum length of a schema, in characters. */
    public static final int MAX_SCHEMA = 16 << 10;

    /** The schema that replaces one that is too large. */
    public static final String SCHEMA_LEFT_OUT = "{\"$comment\":\"left out: too large\"}";

    public RouteInfo {
        methods = methods == null ? List.of() : List.copyOf(methods);
        description = DisplayLimits.text(description, DisplayLimits.MAX_DESCRIPTION);
        parameters = DisplayLimits.parameters(parameters);
        produces = DisplayLimits.text(produces, DisplayLimits.MAX_VALUE);
        request = DisplayLimits.schema(request);
        response = DisplayLimits.schema(response);
    }

    /** Creates a route without a content type and schemas. */
    public RouteInfo(
            String deployment,
            int number,
            String template,
            List<String> methods,
            int timeoutMs,
            @Nullable Boolean idempotent,
            boolean inner,
            String description,
            List<Map<String, String>> parameters) {
        this(
                deployment,
                number,
                template,
                methods,
                timeoutMs,
                idempotent,
                inner,
                description,
                parameters,
                "",
                null,
                null);
    }

    /** Returns the same route with other parameters and schemas. */
    public RouteInfo with(
            List<Map<String, String>> otherParameters, @Nullable String otherRequest, @Nullable String otherResponse) {
        return new RouteInfo(
                deployment,
                number,
                template,
                methods,
                timeoutMs,
                idempotent,
                inner,
                description,
                otherParameters,
                produces,
                otherRequest,
                otherResponse);
    }

    /** Returns the same route with other methods. */
    public RouteInfo withMethods(List<String> others) {
        return new RouteInfo(
                deployment,
                number,
                template,
                others,
                timeoutMs,
                idempotent,
                inner,
                description,
                parameters,
                produces,
                request,
                response);
    }
}
