package org.cellnest.cell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came, for route methods that want more than their parameters: give a method a parameter of this type.
 *
 * <p>Implemented by the nest alone; {@link #of} begins one for tests. May be read by any thread.
 */
public interface Request {
    /** The request method, such as {@code GET}. */
    String method();

    /** The path, decoded, beginning with {@code '/'}. */
    String path();

    /** The query as it came, not decoded, without {@code '?'}; empty if there is none. */
    String query();

    /**
     * The parameters of the query, decoded.
     *
     * @throws Problem with status 400, if the query cannot be decoded
     */
    Params params();

    /** The first value of a parameter of the query. */
    default Optional<String> param(String name) {
        return params().first(name);
    }

    /** All values of a parameter of the query, in order. */
    default List<String> params(String name) {
        return params().all(name);
    }

    /** The values of the template's variables, by name. */
    Map<String, String> pathVariables();

    /** The value of a variable of the template. */
    default Optional<String> pathVariable(String name) {
        return Optional.ofNullable(pathVariables().get(name));
    }

    /** The headers. Values hold a character for each byte (ISO-8859-1). */
    Headers headers();

    /** The first value of a header. */
    default Optional<String> header(String name) {
        return headers().first(name);
    }

    /** The cookies. */
    default Params cookies() {
        return Params.ofCookies(headers().all("cookie"));
    }

    /** The first cookie of a name. */
    default Optional<String> cookie(String name) {
        return cookies().first(name);
    }

    /** The client's address as the gateway found it, such as {@code 192.0.2.1}; empty if it is not known. */
    String clientAddress();

    /** {@code http} or {@code https}: how the client reached the gateway. */
    String scheme();

    /** The id of the request that people see, also in logs: {@code X-Request-Id}. */
    String id();

    /** The time left to the request's deadline, not negative; what is done after it is not seen by anyone. */
    Duration remaining();

    /** The body. */
    Content body();

    /** Begins a request for tests: {@code Request.of("GET", "/api/orders").query("page=2").build()}. */
    static RequestBuilder of(String method, String path) {
        return new RequestBuilder(method, path);
    }
}
