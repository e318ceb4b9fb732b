package org.cellnest.cell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Represents a request as it came, for route methods that need more than their parameters: give a method a parameter of
 * this type.
 *
 * <p>Implemented by the nest alone; {@link #of} begins one for tests. May be read by any thread.
 */
public interface Request {
    /** Returns the request method, such as {@code GET}. */
    String method();

    /** Returns the path, decoded, beginning with {@code '/'}. */
    String path();

    /** Returns the query as it came, not decoded, without {@code '?'}; empty if there is none. */
    String query();

    /**
     * Returns the parameters of the query, decoded.
     *
     * @throws Problem with status 400, if the query cannot be decoded
     */
    Params params();

    /** Returns the first value of a query parameter. */
    default Optional<String> param(String name) {
        return params().first(name);
    }

    /** Returns all values of a query parameter, in order. */
    default List<String> params(String name) {
        return params().all(name);
    }

    /** Returns the values of the template's variables, by name. */
    Map<String, String> pathVariables();

    /** Returns the value of a variable of the template. */
    default Optional<String> pathVariable(String name) {
        return Optional.ofNullable(pathVariables().get(name));
    }

    /** Returns the headers. Values have one character for each byte (ISO-8859-1). */
    Headers headers();

    /** Returns the first value of a header. */
    default Optional<String> header(String name) {
        return headers().first(name);
    }

    /** Returns the cookies. */
    default Params cookies() {
        return Params.ofCookies(headers().all("cookie"));
    }

    /** Returns the first cookie of a name. */
    default Optional<String> cookie(String name) {
        return cookies().first(name);
    }

    /**
     * Returns the client's address as the gateway determined it, such as {@code 192.0.2.1}; empty if it is not known.
     */
    String clientAddress();

    /** Returns the scheme by which the client reached the gateway, {@code http} or {@code https}. */
    String scheme();

    /** Returns the id of the request, as shown to people and in logs: {@code X-Request-Id}. */
    String id();

    /**
     * Returns the time left until the request's deadline, not negative. A result after the deadline reaches no client.
     */
    Duration remaining();

    /**
     * Returns the body.
     *
     * @throws IllegalStateException if the body flows, and a parameter of the route method takes it while it comes
     */
    Content body();

    /** Begins a request for tests: {@code Request.of("GET", "/api/orders").query("page=2").build()}. */
    static RequestBuilder of(String method, String path) {
        return new RequestBuilder(method, path);
    }
}
