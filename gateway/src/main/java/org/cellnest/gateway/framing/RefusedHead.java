package org.cellnest.gateway.framing;

import java.nio.charset.StandardCharsets;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered without being parsed, since its head breaks a rule. A harmless substitute request
 * represents it at the handler of requests, so that it is answered in its turn and form.
 *
 * @param answer the answer to give, after which the connection is closed
 * @param line the request line as it came, as far as it came, for the log
 * @param head whether the method is HEAD, so that the answer has no content
 * @param origin the value of {@code Origin}, if one came
 * @param requestId the value of {@code X-Request-Id}, if one came
 */
public record RefusedHead(
        LocalReply answer,
        String line,
        boolean head,
        @Nullable String origin,
        @Nullable String requestId) {

    /** Returns the harmless request that represents this one. */
    public byte[] substitute() {
        StringBuilder text = new StringBuilder(128);
        text.append(head ? "HEAD" : "GET").append(" / HTTP/1.1\r\nHost: refused\r\nConnection: close\r\n");
        if (origin != null) {
            text.append("Origin: ").append(origin).append("\r\n");
        }
        if (requestId != null) {
            text.append("X-Request-Id: ").append(requestId).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
