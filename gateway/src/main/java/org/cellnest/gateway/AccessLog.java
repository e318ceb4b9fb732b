package org.cellnest.gateway;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.logging.ProcessLogging;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One line for each request: client, line, status, bytes, milliseconds, request id, outcome. The time is the log's own.
 * Costs a look at a level when off.
 */
final class AccessLog {
    private static final Logger LOG = ProcessLogging.access();

    private AccessLog() {}

    /** @param refusedLine the request line as it came, where the request was refused before it was parsed */
    static void write(
            HttpServerExchange http,
            String client,
            @Nullable String refusedLine,
            String requestId,
            String outcome,
            long tookNs) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        long tookUs = TimeUnit.NANOSECONDS.toMicros(tookNs);
        StringBuilder line = new StringBuilder(160);
        line.append(client).append(" \"");
        if (refusedLine == null) {
            requestLine(http, line);
        } else {
            text(refusedLine, line);
        }
        line.append("\" ");
        line.append(http.getStatusCode())
                .append(' ')
                .append(http.getResponseBytesSent())
                .append(' ');
        line.append(tookUs / 1000).append('.');
        long fraction = tookUs % 1000;
        line.append((char) ('0' + fraction / 100)).append((char) ('0' + fraction / 10 % 10));
        line.append((char) ('0' + fraction % 10))
                .append(' ')
                .append(requestId)
                .append(' ')
                .append(outcome);
        LOG.info("{}", line);
    }

    private static void requestLine(HttpServerExchange http, StringBuilder line) {
        text(http.getRequestMethod().toString(), line);
        line.append(' ');
        text(http.getRequestURI(), line);
        if (!http.getQueryString().isEmpty()) {
            line.append('?');
            text(http.getQueryString(), line);
        }
        line.append(' ').append(http.getProtocol());
    }

    /** What a client wrote must not look like another line or the end of a quotation. */
    private static void text(String raw, StringBuilder line) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            line.append(c < ' ' || c >= 0x7f || c == '"' || c == '\\' ? '?' : c);
        }
    }
}
