package org.cellnest.gateway.rules;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.HttpMethod;

/**
 * Creates the gateway's own answers of the outcome table, for requests that no cell answered. Decides which requests
 * may be sent once more. Stateless.
 */
public final class LocalReplies {
    private LocalReplies() {}

    /** Returns the answer if no router took the request within the parking time. */
    public static LocalReply noRouter(boolean dispatchedBefore) {
        String detail = "No router took the request within the parking time.";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /** Returns the answer if too many requests wait already, or too many of their bytes. */
    public static LocalReply noRoom(boolean dispatchedBefore) {
        String detail = "The gateway has no room for more waiting requests.";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /** Returns the answer if every router that received the request refused it. */
    public static LocalReply refused(ErrorCode code, boolean dispatchedBefore) {
        String detail = "The router refused the request (" + code.wireName() + ").";
        return dispatchedBefore ? LocalReply.unknown(503, detail) : LocalReply.notStarted(503, detail);
    }

    /**
     * Returns the answer if the deadline has passed. The gateway enforces it, within half a second, if no router did.
     */
    public static LocalReply deadline(boolean dispatchedBefore) {
        String detail = "No answer came within the deadline.";
        return dispatchedBefore ? LocalReply.unknown(504, detail) : LocalReply.notStarted(504, detail);
    }

    /** Returns the answer if the router that had the request is gone, and the request may not be repeated. */
    public static LocalReply routerLost() {
        return LocalReply.unknown(502, "The router that had the request is gone.");
    }

    /** Returns the answer to a long body if no router knows bodies that flow. */
    public static LocalReply noFlows() {
        return LocalReply.of(413, "The request is larger than the routers take in one message.")
                .closing();
    }

    /** Returns the answer if the request's body does not come. */
    public static LocalReply bodyLate() {
        return LocalReply.of(408, "The request did not come whole in time.").closing();
    }

    /** Returns the answer if an exchange broke off before an answer had begun. */
    public static LocalReply broken(ErrorCode code) {
        return LocalReply.unknown(502, "The request broke off (" + code.wireName() + ").");
    }

    /** Returns the answer if no more bytes of answers may be promised. */
    public static LocalReply noStreamBytes(long limit) {
        return LocalReply.unknown(
                503,
                "Too many answers flow: their windows have all of gateway.stream-bytes, " + limit + " bytes (limit).");
    }

    /** Returns the answer to a cell's reply that breaks the rules for replies. */
    public static LocalReply badReply(String reason) {
        return LocalReply.unknown(502, "The cell's reply is not valid: " + reason + ".");
    }

    /**
     * Whether a request that a lost router had may be sent once more. The method decides, since the gateway does not
     * know the route's own declaration.
     */
    public static boolean mayRepeat(String method, boolean repeatedBefore) {
        return !repeatedBefore && HttpMethod.isIdempotent(method);
    }
}
