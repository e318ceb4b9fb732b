package org.cellnest.cell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Makes a {@link Request} for a cell's own tests. What is not said is empty. For one thread. */
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

    /** The raw query, without {@code '?'}. */
    public RequestBuilder query(String raw) {
        query = raw;
        return this;
    }

    /** A variable of the template. */
    public RequestBuilder pathVariable(String name, String value) {
        pathVariables.put(name, value);
        return this;
    }

    /** One more header. */
    public RequestBuilder header(String name, String value) {
        headers = headers.plus(name, value);
        return this;
    }

    /** One more cookie. */
    public RequestBuilder cookie(String name, String value) {
        return header("cookie", name + "=" + value);
    }

    /** The body, and the Content-Type header with it. */
    public RequestBuilder body(Content content) {
        body = content;
        headers = content.type().map(type -> headers.with("content-type", type)).orElse(headers);
        return this;
    }

    /** The client's address. */
    public RequestBuilder clientAddress(String address) {
        clientAddress = address;
        return this;
    }

    /** {@code http} or {@code https}. */
    public RequestBuilder scheme(String scheme) {
        this.scheme = scheme;
        return this;
    }

    /** The request id. */
    public RequestBuilder id(String id) {
        this.id = id;
        return this;
    }

    /** The time left. */
    public RequestBuilder remaining(Duration remaining) {
        this.remaining = remaining;
        return this;
    }

    /** The request. */
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
