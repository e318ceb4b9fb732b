package org.cellnest.celltest;

import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cellnest.cell.FormFile;
import org.cellnest.protocol.HttpTokens;
import org.jspecify.annotations.Nullable;

/**
 * Builds and sends a request to a cell under test. Each method modifies and returns this request, until {@link #send}.
 * For one thread; the request may be sent more than once.
 */
public final class CellRequest {
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MOST_TIMEOUT = Duration.ofHours(1);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final LocalNest nest;
    private final String method;
    private final String rawPath;
    private final StringBuilder query = new StringBuilder();
    private final List<String> fields = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();
    private final StringBuilder form = new StringBuilder();
    private final MultipartForm parts = new MultipartForm();
    private byte @Nullable [] body;
    private @Nullable InputStream sent;
    private String client = "127.0.0.1";
    private boolean https;
    private boolean fromCell;
    private @Nullable Duration timeout;

    CellRequest(LocalNest nest, String method, String target) {
        this.nest = nest;
        this.method = Objects.requireNonNull(method, "method");
        int question = target.indexOf('?');
        rawPath = question < 0 ? target : target.substring(0, question);
        if (question >= 0) {
            query.append(target, question + 1, target.length());
        }
        if (!query.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
            throw new IllegalArgumentException(
                    "query " + query
                            + " (expected: visible ASCII characters, anything else percent-encoded; query(name, value) does that)");
        }
    }

    /** Adds a query parameter; name and value are percent-encoded. */
    public CellRequest query(String name, Object value) {
        pair(query, name, value);
        return this;
    }

    /**
     * Adds a header. As in a nest, headers of a connection do not reach the cell, nor do {@code X-Forwarded-*} and
     * {@code Nest-*}. {@code X-Request-Id} is kept if it is 8 to 64 of {@code A-Za-z0-9._-}.
     *
     * @throws IllegalArgumentException if the name or value is not valid in a header
     */
    public CellRequest header(String name, String value) {
        if (!HttpTokens.isToken(name)) {
            throw new IllegalArgumentException("name of a header: " + name + " (expected: a token)");
        }
        if (!HttpTokens.isFieldValue(value)) {
            throw new IllegalArgumentException("header " + name + ": " + value
                    + " (expected: characters of ISO-8859-1, none of them a control character)");
        }
        fields.add(name.toLowerCase(Locale.ROOT));
        fields.add(value);
        return this;
    }

    /** Adds a cookie; all cookies share one header, as in browsers. */
    public CellRequest cookie(String name, String value) {
        if (!HttpTokens.isToken(name) || !HttpTokens.isFieldValue(value) || value.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "cookie " + name + "=" + value + " (expected: a token, and a value without semicolon)");
        }
        cookies.add(name + "=" + value);
        return this;
    }

    /** Adds a field to an urlencoded form, which becomes the body. */
    public CellRequest form(String name, Object value) {
        pair(form, name, value);
        return body(FORM, form.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds a field to a form with files ({@code multipart/form-data}), which becomes the body. */
    public CellRequest part(String name, Object value) {
        return part(FormFile.of(name, String.valueOf(value)));
    }

    /**
     * Adds a file to a form with files ({@code multipart/form-data}), which becomes the body: {@code
     * part(FormFile.of("picture", "me.png", "image/png", bytes))}. Name and file name are written as browsers do.
     *
     * @throws IllegalArgumentException if the content type is not valid in a header
     */
    public CellRequest part(FormFile file) {
        parts.add(file);
        return body(parts.contentType(), parts.bytes());
    }

    /**
     * Sets a body of JSON.
     *
     * @param value a text is taken as JSON; any other value is written as a route's result would be
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    public CellRequest json(Object value) {
        byte[] bytes = value instanceof CharSequence text
                ? text.toString().getBytes(StandardCharsets.UTF_8)
                : nest.json().write(value);
        return body("application/json", bytes);
    }

    /** Sets a body of plain text, in UTF-8. */
    public CellRequest text(String text) {
        return body("text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets the body.
     *
     * @param type its content type, which replaces any previous one; empty: none
     * @param bytes copied
     */
    public CellRequest body(String type, byte[] bytes) {
        for (int i = fields.size() - 2; i >= 0; i -= 2) {
            if (fields.get(i).equals("content-type")) {
                fields.subList(i, i + 2).clear();
            }
        }
        body = bytes.clone();
        sent = null;
        return type.isEmpty() ? this : header("content-type", type);
    }

    /**
     * Sets a body that is sent while the cell reads it, of any size and unannounced length. A failure of the stream
     * breaks the body off, as a client does that goes away. Such a request can be sent once.
     *
     * @param type its content type, which replaces any previous one; empty: none
     */
    public CellRequest body(String type, InputStream stream) {
        CellRequest typed = body(type, new byte[0]);
        body = null;
        sent = Objects.requireNonNull(stream, "stream");
        return typed;
    }

    /** Sets the client's address, as a gateway would have determined it; the default is {@code 127.0.0.1}. */
    public CellRequest clientAddress(String address) {
        if (!HttpTokens.isFieldValue(address)) {
            throw new IllegalArgumentException("client address " + address + " (expected: an address)");
        }
        client = address;
        return this;
    }

    /** Marks the client's connection as HTTPS. */
    public CellRequest https() {
        https = true;
        return this;
    }

    /**
     * Marks the request as one from another cell, not through a gateway: inner routes exist, and the client's address
     * is unknown.
     */
    public CellRequest fromCell() {
        fromCell = true;
        return this;
    }

    /**
     * Sets the time limit of the request, unless its route has a shorter one. The default is a nest's default of 30
     * seconds.
     *
     * @param timeout a millisecond to an hour
     */
    public CellRequest timeout(Duration timeout) {
        if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " (expected: a millisecond to an hour)");
        }
        this.timeout = timeout;
        return this;
    }

    /**
     * Sends the request and waits for its answer, at most until its deadline. An answer that flows has no deadline, and
     * is read to its end.
     *
     * @throws IllegalStateException if the cell has been closed, or if the caller's thread is interrupted, which
     *     cancels the request, or if the answer breaks off
     */
    public CellResponse send() {
        return nest.answer(this);
    }

    /**
     * Sends the request and waits for the head of its answer, at most until its deadline. The body is then read while
     * the cell writes it.
     *
     * @throws IllegalStateException as {@link #send} does
     */
    public StreamedResponse open() {
        return nest.open(this);
    }

    /** Returns the body, if it is sent while the cell reads it. */
    @Nullable
    InputStream sent() {
        return sent;
    }

    String method() {
        return method;
    }

    String rawPath() {
        return rawPath;
    }

    String query() {
        return query.toString();
    }

    /** Returns names in lower case and values in turn. */
    List<String> fields() {
        List<String> all = new ArrayList<>(fields);
        if (!cookies.isEmpty()) {
            all.add("cookie");
            all.add(String.join("; ", cookies));
        }
        return all;
    }

    byte @Nullable [] body() {
        return body;
    }

    String client() {
        return client;
    }

    boolean isHttps() {
        return https;
    }

    boolean isFromCell() {
        return fromCell;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    private static void pair(StringBuilder into, String name, Object value) {
        into.append(into.length() == 0 ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8));
    }
}
