package org.cellnest.gateway.rules;

import org.cellnest.protocol.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gateway's own, sent as problem details (RFC 9457).
 *
 * @param status 400 to 599
 * @param detail one sentence for people
 * @param outcome the value of {@code Nest-Outcome}: whether a cell may have started the request; null if that is
 *     obvious
 * @param retryAfterSeconds the value of {@code Retry-After}; 0: none
 * @param close whether the connection is closed after it, since the rest of the request was not read
 */
public record LocalReply(
        int status, String detail, @Nullable String outcome, int retryAfterSeconds, boolean close) {
    /** Returns a refusal with an obvious outcome. */
    public static LocalReply of(int status, String detail) {
        return new LocalReply(status, detail, null, 0, false);
    }

    /** Returns the same answer, with the connection closed after it. */
    public LocalReply closing() {
        return new LocalReply(status, detail, outcome, retryAfterSeconds, true);
    }

    /** Returns an answer to a request that no cell has started and none will. */
    public static LocalReply notStarted(int status, String detail) {
        return new LocalReply(status, detail, Attributes.OUTCOME_NOT_STARTED, status == 503 ? 1 : 0, false);
    }

    /** Returns an answer to a request that a cell may have started; it is not known how far it came. */
    public static LocalReply unknown(int status, String detail) {
        return new LocalReply(status, detail, Attributes.OUTCOME_UNKNOWN, status == 503 ? 1 : 0, false);
    }
}
