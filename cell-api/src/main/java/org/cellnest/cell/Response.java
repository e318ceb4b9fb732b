package org.cellnest.cell;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Represents an answer with its status, headers, cookies and body. Immutable; each method returns another response.
 *
 * <pre>{@code
 * return Response.created("/api/orders/17").body(order);
 * return Response.ok(order).etag("\"7\"").cookie("seen", "yes");
 * return Response.html("<h1>hello</h1>");
 * return Response.redirect("/login");
 * return Response.download(folder.resolve("17.pdf"), "invoice 17.pdf");
 * }</pre>
 *
 * <p>The body is written as the result of a route method would be: text, bytes, a file, a {@link
 * Writing}, stream, channel or publisher, or JSON of anything else. The content type is this response's, else the route's {@link Route#produces}, else by the type of the body. The nest
 * computes Content-Length, and drops headers that belong to the connection.
 *
 * <p>A Content-Length header of a response without a body applies to answers to HEAD and to 304. There it is the length
 * of the body that GET would send (RFC 9110, section 8.6).
 *
 * <p><b>Conditional requests.</b> The nest evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since
 * (RFC 9110, section 13) against the ETag and Last-Modified of an answer to GET or HEAD with a status below 300. The
 * client gets 304 or 412 in place of it where they require that. A route method for any other request method has acted
 * before its answer exists, so it must compare the request's If-Match itself, before it acts.
 */
public final class Response {
    private final int status;
    private final Headers headers;
    private final Optional<Object> body;

    private Response(int status, Headers headers, Optional<Object> body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Returns 200 without a body. */
    public static Response ok() {
        return status(200);
    }

    /** Returns 200 with a body. */
    public static Response ok(Object body) {
        return status(200).body(body);
    }

    /**
     * Returns a response of any status, without a body yet.
     *
     * @param status 200 to 599
     * @throws IllegalArgumentException for any other
     */
    public static Response status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status of a response: " + status + " (expected: 200 to 599)");
        }
        return new Response(status, Headers.EMPTY, Optional.empty());
    }

    /** Returns 201, with the path or URI of the new resource, encoded as {@link #header} does. */
    public static Response created(String location) {
        return status(201).header("location", location);
    }

    /** Returns 204, without content. */
    public static Response noContent() {
        return status(204);
    }

    /** Returns 303, which redirects the client to another path by GET; the usual answer to a form. */
    public static Response redirect(String location) {
        return redirect(303, location);
    }

    /**
     * Returns a redirect of another kind.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a path or URI, encoded as {@link #header} does
     */
    public static Response redirect(int status, String location) {
        if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
            throw new IllegalArgumentException(
                    "status of a redirection: " + status + " (expected: 301, 302, 303, 307 or 308)");
        }
        return status(status).header("location", location);
    }

    /** Returns 200 with plain text. */
    public static Response text(String text) {
        return ok(text).type("text/plain;charset=utf-8");
    }

    /** Returns 200 with a page. The caller must have escaped all text from outside. */
    public static Response html(String html) {
        return ok(html).type("text/html;charset=utf-8");
    }

    /**
     * Returns 200 with bytes.
     *
     * @param type the content type, such as {@code image/png}
     * @param bytes not copied, so they must not be modified afterwards
     */
    public static Response bytes(String type, byte[] bytes) {
        return ok(bytes).type(type);
    }

    /**
     * Returns 200 with the content of a file. Requests for ranges of it (RFC 9110, section 14) and conditional requests
     * are answered as its size, times and {@code ETag} require.
     *
     * <p>The content type is this response's, else the route's {@link Route#produces}, else by the file's extension. An
     * ETag of {@link #etag} or a Last-Modified header replaces the file's own. The file's own ETag changes with its
     * inode, size, modification time and change time, so copies of a file have different ones. It is weak within 2
     * seconds of a change, and on file systems without change times.
     *
     * <p>The file is read after the route method has returned. If it is missing or not a regular file, the answer is
     * 404; if it cannot be read, 500. It may have any size; one that becomes shorter while it is sent breaks the
     * transfer off. Symbolic links are followed. A path that depends on the request must have been checked before.
     *
     * @param file a regular file
     */
    public static Response file(Path file) {
        return ok(Objects.requireNonNull(file, "file"));
    }

    /**
     * Returns 200 with the content of a file as {@link #file} does, to be saved by the client.
     *
     * @param file a regular file
     * @param fileName the name that the client suggests to its user, of any characters (RFC 6266)
     * @throws IllegalArgumentException for a blank name, one above 255 characters, or one with a slash, backslash or
     *     control character
     */
    public static Response download(Path file, String fileName) {
        return file(file).header("content-disposition", ContentDisposition.attachment(fileName));
    }

    /**
     * Returns 200 with a body that is written piece by piece.
     *
     * @param type the content type, such as {@code text/csv;charset=utf-8}
     */
    public static Response stream(String type, Writing writing) {
        return ok(Objects.requireNonNull(writing, "writing")).type(type);
    }

    /** Returns this response with this body. */
    public Response body(Object body) {
        return new Response(status, headers, Optional.of(body));
    }

    /**
     * Returns this response with the length of its body, for a body that is written or read piece by piece. Clients can
     * then show progress. A body of another length breaks the transfer off.
     *
     * @param bytes at least 0
     * @throws IllegalArgumentException for a negative length
     */
    public Response length(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("length of a body: " + bytes + " (expected: at least 0)");
        }
        return header("content-length", Long.toString(bytes));
    }

    /** Returns this response with this content type. */
    public Response type(String contentType) {
        return header("content-type", contentType);
    }

    /**
     * Returns this response with an entity tag, which identifies this version of the content in conditional requests.
     *
     * @param tag quotes included: strong ({@code "7"}), if any change of a byte changes the tag; else weak ({@code
     *     W/"7"})
     * @throws IllegalArgumentException if the tag is not of this form (RFC 9110, section 8.8.3)
     */
    public Response etag(String tag) {
        return header("etag", EntityTagText.checked(tag));
    }

    /**
     * Returns this response with this header in place of any of the same name. A character of a value is sent as one
     * byte (ISO-8859-1).
     *
     * <p>{@code Location} and {@code Content-Location} are URI references. Characters that are invalid in one are sent
     * as percent-encoded UTF-8, so that {@code /café} becomes {@code /caf%C3%A9}. Existing escapes stay, and {@code ?}
     * and {@code #} keep their meaning; encode them in a segment of a path before.
     *
     * @throws IllegalArgumentException if the name is not a token, for a control character or line break in the value,
     *     or for characters beyond ISO-8859-1 in any other header
     */
    public Response header(String name, String value) {
        return new Response(status, headers.with(name, HeaderText.value(name, value)), body);
    }

    /**
     * Returns this response with this header after any of the same name.
     *
     * @throws IllegalArgumentException as {@link #header} does
     */
    public Response addHeader(String name, String value) {
        return new Response(status, headers.plus(name, HeaderText.value(name, value)), body);
    }

    /** Returns this response with a cookie from {@link SetCookie#of}. */
    public Response cookie(String name, String value) {
        return cookie(SetCookie.of(name, value));
    }

    /** Returns this response with a cookie. */
    public Response cookie(SetCookie cookie) {
        return addHeader("set-cookie", cookie.toString());
    }

    /** Returns the status, 200 to 599. */
    public int status() {
        return status;
    }

    /** Returns the headers set so far. */
    public Headers headers() {
        return headers;
    }

    /** Returns the body. */
    public Optional<Object> body() {
        return body;
    }

    @Override
    public String toString() {
        return "Response[" + status + " " + headers + "]";
    }
}
