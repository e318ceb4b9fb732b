package org.cellnest.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Answers a request with an error: thrown by a route method, sent as {@code application/problem+json} (RFC 9457).
 *
 * <pre>{@code
 * throw new Problem(404, "no order 17");
 * throw new Problem(409, "only 2 left").title("Sold out").with("left", 2);
 * }</pre>
 *
 * <p>All of its content reaches the client. Any other exception is answered with 500 and a reference to the log, which
 * reveals nothing to the client. Problems below 500 have no stack trace, since it would serve no purpose.
 *
 * <p>For one thread: the methods that return this problem modify it.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Set<String> RESERVED = Set.of("type", "title", "status", "detail");

    private final int status;
    private final String detail;
    private String type = "about:blank";
    private String title;

    /** The extra members of the answer. Lost on serialization, which problems do not need. */
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    private transient Headers headers = Headers.EMPTY;

    /**
     * Creates a problem.
     *
     * @param status the HTTP status, 400 to 599
     * @param detail the error in this case, for the client; may be empty
     */
    public Problem(int status, String detail) {
        super(status + " " + detail, null, true, checked(status) >= 500);
        this.status = status;
        this.detail = detail;
        this.title = Statuses.phrase(status);
    }

    /**
     * Creates a problem with a cause, which is for the log alone.
     *
     * @param status the HTTP status, 400 to 599
     * @param detail the error in this case, for the client; may be empty
     */
    public Problem(int status, String detail, Throwable cause) {
        super(status + " " + detail, cause, true, checked(status) >= 500);
        this.status = status;
        this.detail = detail;
        this.title = Statuses.phrase(status);
    }

    /** Returns the HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** Returns the error in this case; may be empty. */
    public String detail() {
        return detail;
    }

    /** Returns the kind of error; the status's phrase, unless {@link #title(String)} has set another. */
    public String title() {
        return title;
    }

    /** Returns the URI of the kind of problem; {@code about:blank}, unless {@link #type(String)} has set another. */
    public String type() {
        return type;
    }

    /** Returns the extra members, by name. */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Returns the extra response headers. */
    public Headers headers() {
        return headers;
    }

    /** Sets the kind of error in words; it should be the same for each problem of a {@link #type(String)}. */
    public Problem title(String title) {
        this.title = Objects.requireNonNull(title, "title");
        return this;
    }

    /** Sets the URI of the kind of problem, ideally that of an explanation for readers. */
    public Problem type(String uri) {
        this.type = Objects.requireNonNull(uri, "uri");
        return this;
    }

    /**
     * Adds a member that programs can read.
     *
     * @param name not one of type, title, status and detail
     * @param value written as JSON
     */
    public Problem with(String name, Object value) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "member of a problem: " + name + " (expected: a name other than type, title, status, detail)");
        }
        members.put(name, value);
        return this;
    }

    /**
     * Adds a response header, for example {@code retry-after}.
     *
     * @throws IllegalArgumentException as {@link Response#header} does
     */
    public Problem header(String name, String value) {
        headers = headers.plus(name, HeaderText.value(name, value));
        return this;
    }

    private static int checked(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status of a problem: " + status + " (expected: 400 to 599)");
        }
        return status;
    }
}
