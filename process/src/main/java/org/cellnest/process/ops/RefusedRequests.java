package org.cellnest.process.ops;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Creates the substitutes for requests with a refused head, and recognizes them in the handler. The path of a
 * substitute is one that no client can guess; a field of it carries the answer. Immutable; any thread.
 */
final class RefusedRequests {
    private static final HttpString FIELD = new HttpString("X-Refusal");

    private final String path;

    RefusedRequests(SecureRandom random) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        path = "/refused-" + HexFormat.of().formatHex(secret);
    }

    /** Returns the harmless request that replaces a refused one. */
    byte[] instead(StrictHead.Refusal refusal) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + FIELD + ": "
                + refusal.status() + " " + refusal.detail() + "\r\n\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the refusal that an exchange carries, or null if the request is a client's own. */
    @Nullable
    OpsException refusalOf(HttpServerExchange exchange) {
        if (!exchange.getRequestPath().equals(path)) {
            return null;
        }
        String[] answer =
                String.valueOf(exchange.getRequestHeaders().getFirst(FIELD)).split(" ", 2);
        return new OpsException(Integer.parseInt(answer[0]), answer[1]);
    }
}
