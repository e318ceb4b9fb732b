package org.cellnest.gateway.rules;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.HttpMethod;

/**
 * The gateway's rows of the outcome table: what a client is told when no cell answered, and what may be tried once more.
 * Stateless.
 */
public final class StatusMapping {
    private StatusMapping() {}

    /** No router took the request within the parking time. */
    public static Answer noRouter(boolean dispatchedBefore) {
        String detail = "No router took the request within the parking time.";
        return dispatchedBefore ? Answer.unknown(503, detail) : Answer.notStarted(503, detail);
    }

    /** Too many requests wait already, or too many of their bytes. */
    public static Answer noRoom(boolean dispatchedBefore) {
        String detail = "The gateway has no room for more waiting requests.";
        return dispatchedBefore ? Answer.unknown(503, detail) : Answer.notStarted(503, detail);
    }

    /** Every router that was asked refused. */
    public static Answer refused(ErrorCode code, boolean dispatchedBefore) {
        String detail = "The router refused the request (" + code.wireName() + ").";
        return dispatchedBefore ? Answer.unknown(503, detail) : Answer.notStarted(503, detail);
    }

    /** The gateway keeps the deadline itself, within half a second of it, where no router did. */
    public static Answer deadline(boolean dispatchedBefore) {
        String detail = "No answer came within the deadline.";
        return dispatchedBefore ? Answer.unknown(504, detail) : Answer.notStarted(504, detail);
    }

    /** The router that had the request is gone, and the request may not be repeated. */
    public static Answer routerLost() {
        return Answer.unknown(502, "The router that had the request is gone.");
    }

    /** What came back breaks the rules for replies. */
    public static Answer badReply(String reason) {
        return Answer.unknown(502, "The cell's reply is not valid: " + reason + ".");
    }

    /**
     * Whether a request that a lost router had may be sent once more. What the route says of itself the gateway does not
     * know: its method decides.
     */
    public static boolean mayRepeat(String method, boolean repeatedBefore) {
        return !repeatedBefore && HttpMethod.isIdempotent(method);
    }
}
