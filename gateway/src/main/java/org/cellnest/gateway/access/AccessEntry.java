package org.cellnest.gateway.access;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the access log: one request. Texts are unescaped, as received.
 *
 * @param epochMillis the time at which the request was finished
 * @param client its address
 * @param refusedLine the request line as received, if the request was refused before it was parsed; else null
 * @param method of the request
 * @param path as received, still encoded
 * @param query as received, without {@code ?}; may be empty
 * @param protocol such as {@code HTTP/1.1}
 * @param status of the answer, or {@link #CLIENT_GONE}
 * @param bytes the number of bytes of the answer's body that were written
 * @param referer the field of the request, or null
 * @param userAgent the field of the request, or null
 * @param requestId as in {@code X-Request-Id}
 * @param servedBy the cell, a space and the template of the route, as in {@code :served-by}; or null
 * @param tookNs from the request's first octets until it was finished
 * @param outcome a word for an outcome other than a cell's answer; {@code -}: a cell's answer; the error code of an answer
 *     that broke off
 */
public record AccessEntry(
        long epochMillis,
        String client,
        @Nullable String refusedLine,
        String method,
        String path,
        String query,
        String protocol,
        int status,
        long bytes,
        @Nullable String referer,
        @Nullable String userAgent,
        String requestId,
        @Nullable String servedBy,
        long tookNs,
        String outcome) {
    /** The status for a client that left before it was answered, as in nginx's logs. */
    public static final int CLIENT_GONE = 499;

    private static final String UNKNOWN = "-";

    /** Returns the id of the cell that had the request; {@code -} for none. */
    String cell() {
        int space = servedBy == null ? -1 : servedBy.indexOf(' ');
        return servedBy == null || space <= 0 ? UNKNOWN : servedBy.substring(0, space);
    }

    /** Returns the template of the route that matched; {@code -} for none. */
    String route() {
        int space = servedBy == null ? -1 : servedBy.indexOf(' ');
        return servedBy == null || space <= 0 || space == servedBy.length() - 1
                ? UNKNOWN
                : servedBy.substring(space + 1);
    }

    /** Appends the duration in milliseconds, to the microsecond. */
    void millis(StringBuilder out) {
        long us = TimeUnit.NANOSECONDS.toMicros(tookNs);
        long fraction = us % 1000;
        out.append(us / 1000).append('.').append((char) ('0' + fraction / 100));
        out.append((char) ('0' + fraction / 10 % 10)).append((char) ('0' + fraction % 10));
    }
}
