package org.cellnest.gateway.rules;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.HttpMethod;

/**
 * The gateway's rows of the outcome table: what a client is told when no cell answered, and what may be tried once more.
 * Stateless.
 */
public final class LocalReplies {
    private LocalReplies() {}

    /** No router took the request within the parking time. */
    public static LocalReply noRouter(boolean dispatchedBefore) {
        String detail = "No router took the request within the parking time.";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /** Too many requests wait already, or too many of their bytes. */
    public static LocalReply noRoom(boolean dispatchedBefore) {
        String detail = "The gateway has no room for more waiting requests.";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /** Every router that was asked refused. */
    public static LocalReply refused(ErrorCode code, boolean dispatchedBefore) {
        String detail = "The router refused the request (" + code.wireName() + ").";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /** The gateway keeps the deadline itself, within half a second of it, where no router did. */
    public static LocalReply deadline(boolean dispatchedBefore) {
        String detail = "No answer came within the deadline.";
        return dispatchedBefore ? LocalReply.unknown(504, detail) : LocalReply.notStarted(504, detail);
    }

    /** The router that had the request is gone, and the request may not be repeated. */
    public static LocalReply routerLost() {
        return LocalReply.unknown(502, "The router that had the request is gone.");
    }

    /** What came back breaks the rules for replies. */
    public static LocalReply badReply(String reason) {
        return LocalReply.unknown(502, "The cell's reply is not valid: " + reason + ".");
    }

    /**
     * Whether a request that a lost router had may be sent once more. What the route says of itself the gateway does not
     * know: its method decides.
     */
    public static boolean mayRepeat(String method, boolean repeatedBefore) {
        return !repeatedBefore && HttpMethod.isIdempotent(method);
    }
}
