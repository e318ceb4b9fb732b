package org.cellnest.celltest;

import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.Content;
import org.cellnest.cell.Headers;
import org.cellnest.runtime.handler.BodyJson;
import org.jspecify.annotations.Nullable;

/** An answer as a client of the nest would see it. Immutable; any thread. */
public final class CellResponse {
    private static final int MAX_SHOWN = 500;

    private final int status;
    private final Headers headers;
    private final byte[] body;
    private final @Nullable Throwable failure;
    private final BodyJson json;

    CellResponse(int status, Headers headers, byte[] body, @Nullable Throwable failure, BodyJson json) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.failure = failure;
        this.json = json;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers, their names in lower case. */
    public Headers headers() {
        return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** The value of a cookie that is set; empty text where it is removed. */
    public Optional<String> cookie(String name) {
        String prefix = name + "=";
        return headers.all("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(prefix))
                .map(cookie -> cookie.substring(prefix.length()).split(";", 2)[0])
                .reduce((earlier, later) -> later);
    }

    /** A copy of the body. */
    public byte[] bytes() {
        return body.clone();
    }

    /** The body as text, in the charset that the content type names, UTF-8 if none. */
    public String text() {
        return Content.of(header("content-type").orElse(""), body).text();
    }

    /**
     * The body, read as JSON in the way that a route's parameter would be.
     *
     * @throws IllegalStateException when it is none of this type; the message shows the answer
     */
    public <T> T json(Class<T> type) {
        Object value;
        try {
            value = json.read(body, type);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage() + ": " + this, e);
        }
        if (value == null) {
            throw new IllegalStateException("null (expected: a " + type.getName() + "): " + this);
        }
        return wrapped(type).cast(value);
    }

    /**
     * The body, read as a JSON array.
     *
     * @throws IllegalStateException when it is no array of this type; the message shows the answer
     */
    @SuppressWarnings("unchecked") // an array of a class that is not primitive
    public <T> List<T> jsonList(Class<T> elementType) {
        if (elementType.isPrimitive()) {
            throw new IllegalArgumentException(elementType + " (expected: a class, such as Integer)");
        }
        return List.of((T[]) json(elementType.arrayType()));
    }

    /** The detail of an answer that is problem details (RFC 9457); empty if it is none, or has no detail. */
    public String detail() {
        if (!header("content-type").orElse("").startsWith("application/problem+json")) {
            return "";
        }
        return json(Map.class).get("detail") instanceof String detail ? detail : "";
    }

    /**
     * What was thrown instead of a result: by the route, by the stage that it returned, where its parameters were read, or
     * where its result was written. A client is told little of it, and nothing but a reference unless it is a {@link
     * org.cellnest.cell.Problem}. Empty for what the nest answers itself.
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Status, headers and the beginning of the body, and the failure; fit for the message of an assertion. */
    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8); // whatever its type says
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        return status + " " + headers + " " + shown + (failure == null ? "" : " [" + failure + "]");
    }

    @SuppressWarnings("unchecked") // the class of a primitive's values
    private static <T> Class<T> wrapped(Class<T> type) {
        return type.isPrimitive()
                ? (Class<T>) MethodType.methodType(type).wrap().returnType()
                : type;
    }
}
