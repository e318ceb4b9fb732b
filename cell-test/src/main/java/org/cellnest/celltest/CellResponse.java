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

/** An answer as a client of the nest would receive it. Immutable; any thread. */
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

    /** Returns this answer with another body. */
    CellResponse withBody(byte[] whole) {
        return new CellResponse(status, headers, whole, failure, json);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the headers, with names in lower case. */
    public Headers headers() {
        return headers;
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** Returns the value of a cookie that the answer sets; an empty text if the answer removes the cookie. */
    public Optional<String> cookie(String name) {
        String prefix = name + "=";
        return headers.all("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(prefix))
                .map(cookie -> cookie.substring(prefix.length()).split(";", 2)[0])
                .reduce((earlier, later) -> later);
    }

    /** Returns a copy of the body. */
    public byte[] bytes() {
        return body.clone();
    }

    /** Returns the body as text, in the charset of the content type, or UTF-8 if it has none. */
    public String text() {
        return Content.of(header("content-type").orElse(""), body).text();
    }

    /**
     * Parses the body as JSON, as for a route's parameter.
     *
     * @throws IllegalStateException if the body does not match the type; the message shows the answer
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
     * Parses the body as a JSON array.
     *
     * @throws IllegalStateException if the body is not an array of this type; the message shows the answer
     */
    @SuppressWarnings("unchecked") // an array of a class that is not primitive
    public <T> List<T> jsonList(Class<T> elementType) {
        if (elementType.isPrimitive()) {
            throw new IllegalArgumentException(elementType + " (expected: a class, such as Integer)");
        }
        return List.of((T[]) json(elementType.arrayType()));
    }

    /** Returns the detail of problem details (RFC 9457); empty if the answer is not a problem, or has no detail. */
    public String detail() {
        if (!header("content-type").orElse("").startsWith("application/problem+json")) {
            return "";
        }
        return json(Map.class).get("detail") instanceof String detail ? detail : "";
    }

    /**
     * Returns the exception that was thrown instead of a result. It may come from the route, from the stage that the
     * route returned, from a filter, from reading parameters or from writing the result. A client sees only a reference
     * to it, unless it is a {@link org.cellnest.cell.Problem} or a {@link org.cellnest.cell.Catches @Catches} method
     * answers it; if that method throws as well, its exception is returned. Empty for answers of the nest itself.
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns status, headers, the beginning of the body, and the failure, for the message of an assertion. */
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
