package org.cellnest.cell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Builds a {@link Request} for a cell's own tests. Parts that are not set are empty or have a plain default. For one
 * thread.
 */
public final class RequestBuilder {
    private final String method;
    private final String path;
    private final Map<String, String> pathVariables = new LinkedHashMap<>();
    private String query = "";
    private Headers headers = Headers.EMPTY;
    private String clientAddress = "127.0.0.1";
    private String scheme = "http";
    private String id = "test-request";
    private Duration remaining = Duration.ofSeconds(30);
    private Content body = Content.EMPTY;

    RequestBuilder(String method, String path) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
    }

    /** Sets the raw query, without {@code '?'}. */
    public RequestBuilder query(String raw) {
        query = raw;
        return this;
    }

    /** Sets a variable of the template. */
    public RequestBuilder pathVariable(String name, String value) {
        pathVariables.put(name, value);
        return this;
    }

    /** Adds a header. */
    public RequestBuilder header(String name, String value) {
        headers = headers.plus(name, value);
        return this;
    }

    /** Adds a cookie. */
    public RequestBuilder cookie(String name, String value) {
        return header("cookie", name + "=" + value);
    }

    /** Sets the body, and the Content-Type header with it. */
    public RequestBuilder body(Content content) {
        body = content;
        headers = content.type().map(type -> headers.with("content-type", type)).orElse(headers);
        return this;
    }

    /** Sets the client's address. */
    public RequestBuilder clientAddress(String address) {
        clientAddress = address;
        return this;
    }

    /** Sets the scheme, {@code http} or {@code https}. */
    public RequestBuilder scheme(String scheme) {
        this.scheme = scheme;
        return this;
    }

    /** Sets the request id. */
    public RequestBuilder id(String id) {
        this.id = id;
        return this;
    }

    /** Sets the time left until the deadline. */
    public RequestBuilder remaining(Duration remaining) {
        this.remaining = remaining;
        return this;
    }

    /** Returns the request. */
    public Request build() {
        return new TestRequest(
                method,
                path,
                query,
                Params.ofQuery(query),
                Map.copyOf(pathVariables),
                headers,
                clientAddress,
                scheme,
                id,
                remaining,
                body);
    }

    private record TestRequest(
            String method,
            String path,
            String query,
            Params params,
            Map<String, String> pathVariables,
            Headers headers,
            String clientAddress,
            String scheme,
            String id,
            Duration remaining,
            Content body)
            implements Request {}
}
