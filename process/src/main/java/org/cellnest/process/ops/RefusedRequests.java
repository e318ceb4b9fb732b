package org.cellnest.process.ops;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests that stand for those whose head was refused, and knows them again: each asks for a path that no client
 * can guess, and has the answer in a field of its own. Immutable; any thread.
 */
final class RefusedRequests {
    private static final HttpString FIELD = new HttpString("X-Refusal");

    private final String path;

    RefusedRequests(SecureRandom random) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        path = "/refused-" + HexFormat.of().formatHex(secret);
    }

    /** The harmless request that stands for a refused one. */
    byte[] instead(StrictHead.Refusal refusal) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + FIELD + ": "
                + refusal.status() + " " + refusal.detail() + "\r\n\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The refusal that an exchange stands for; null: it is what a client has sent. */
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
