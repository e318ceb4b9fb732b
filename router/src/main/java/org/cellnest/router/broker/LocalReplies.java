package org.cellnest.router.broker;

import java.util.Map;
import java.util.Set;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.ProblemJson;
import org.cellnest.protocol.Reply;

/**
 * Writes the answers that the router gives in a cell's place, and owns their texts. Each row that the router decides in
 * the table of outcomes has its method here. Stateless.
 */
final class LocalReplies {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final long NS_IN_MS = 1_000_000L;

    private LocalReplies() {}

    /** Answers a request whose path no route has. */
    static Reply notFound(Exchange exchange) {
        return problem(exchange, 404, "no route matches " + exchange.path, "content-type", ProblemJson.MEDIA_TYPE);
    }

    /** Answers a request whose path has routes, but none of its method (RFC 9110, section 15.5.6). */
    static Reply methodNotAllowed(Exchange exchange, Set<String> allowed) {
        return problem(
                exchange,
                405,
                exchange.method + " is not answered at " + exchange.path + " (allowed: " + String.join(", ", allowed)
                        + ")",
                "content-type",
                ProblemJson.MEDIA_TYPE,
                "allow",
                String.join(", ", allowed));
    }

    /** Lists the methods that are answered at this path (RFC 9110, section 9.3.7). */
    static Reply options(Exchange exchange, Set<String> allowed) {
        return new Reply(
                exchange.gatewayExchange, Flags.NEST, 204, Fields.of("allow", String.join(", ", allowed)), Slice.EMPTY);
    }

    /** Answers a request that its gateway cancelled before a cell had it. */
    static Reply cancelled(Exchange exchange) {
        return unavailable(exchange, "cancelled before a cell was free");
    }

    /** Answers a request for which the parking lot has no room. */
    static Reply noRoomToWait(Exchange exchange) {
        return unavailable(exchange, "too many requests wait for a cell");
    }

    /** Answers a request of a route that no cell serves, or is likely to serve soon. */
    static Reply notServed(Exchange exchange, Route route) {
        return unavailable(exchange, "no cell serves " + route.template + " just now");
    }

    /** Answers a request that has waited for a cell for as long as is allowed. */
    static Reply parkedTooLong(Exchange exchange, long parkingNs) {
        Route route = exchange.route();
        boolean full = route != null && route.isDeploymentFull();
        return unavailable(
                exchange,
                "no cell was free within " + parkingNs / NS_IN_MS + " ms"
                        + (full ? ": as many requests as one deployment may have are in flight" : ""));
    }

    /** Answers a request that cells have refused and no other cell will receive. */
    static Reply refused(Exchange exchange, ErrorCode last) {
        return unavailable(
                exchange,
                "refused by " + exchange.refusalCount() + " of the route's cells, at last with " + last.wireName());
    }

    private static Reply unavailable(Exchange exchange, String detail) {
        return problem(
                exchange,
                503,
                detail,
                "content-type",
                ProblemJson.MEDIA_TYPE,
                "retry-after",
                RETRY_AFTER_SECONDS,
                Attributes.OUTCOME,
                outcome(exchange));
    }

    /** Answers a request whose deadline passed while it waited for a cell. */
    static Reply expiredWaiting(Exchange exchange) {
        return expired(exchange, "no cell was free before the deadline");
    }

    /** Answers a request whose deadline passed while a cell had it. */
    static Reply expiredAtCell(Exchange exchange) {
        return expired(exchange, "the cell did not answer before the deadline");
    }

    private static Reply expired(Exchange exchange, String detail) {
        return problem(
                exchange, 504, detail, "content-type", ProblemJson.MEDIA_TYPE, Attributes.OUTCOME, outcome(exchange));
    }

    /**
     * Answers a request whose cell is lost. The gateway may repeat a repeatable request, and otherwise forwards the
     * answer.
     */
    static Reply lost(Exchange exchange, ErrorCode cause, boolean repeatable) {
        String how = switch (cause) {
            case KICKED -> "was sent away";
            case SILENT -> "fell silent";
            default -> "went away";
        };
        return unknown(exchange, "the cell " + how + " while it had the request", repeatable);
    }

    /** Answers a request whose cell has sent a reply that a gateway cannot write. */
    static Reply badReply(Exchange exchange, String cellId, String fault) {
        return unknown(exchange, "the answer of cell " + cellId + " is not valid: " + fault, false);
    }

    /** Answers a request whose cell has answered while the gateway has no room for the answer. */
    static Reply notTaken(Exchange exchange) {
        return unknown(exchange, "the gateway does not take its answers in time", false);
    }

    /** Answers a request one of whose bodies has broken off before the answer began. */
    static Reply broken(Exchange exchange, ErrorCode code, String reason) {
        return unknown(
                exchange, "a body broke off, " + code.wireName() + (reason.isEmpty() ? "" : ": " + reason), false);
    }

    /** Answers a request whose body flows and whose route has only cells that take whole bodies (RFC 9110, 15.5.14). */
    static Reply bodyTooLarge(Exchange exchange) {
        return problem(
                exchange,
                413,
                "the cells of " + exchange.path + " take no body that flows (expected: a shorter one, of known length)",
                "content-type",
                ProblemJson.MEDIA_TYPE,
                Attributes.OUTCOME,
                Attributes.OUTCOME_NOT_STARTED);
    }

    /** Answers a request whose body flows, while the cells have as many of these as they take. */
    static Reply noRoomToFlow(Exchange exchange) {
        return unavailable(exchange, "the cells have as many bodies that flow as they take (cell.max-streams)");
    }

    private static Reply unknown(Exchange exchange, String detail, boolean repeatable) {
        return problem(
                exchange,
                repeatable ? Flags.NEST | Flags.REPEATABLE : Flags.NEST,
                502,
                detail,
                "content-type",
                ProblemJson.MEDIA_TYPE,
                Attributes.OUTCOME,
                Attributes.OUTCOME_UNKNOWN);
    }

    private static String outcome(Exchange exchange) {
        return exchange.starts() == 0 ? Attributes.OUTCOME_NOT_STARTED : Attributes.OUTCOME_UNKNOWN;
    }

    private static Reply problem(Exchange exchange, int status, String detail, String... fields) {
        return problem(exchange, Flags.NEST, status, detail, fields);
    }

    private static Reply problem(Exchange exchange, int flags, int status, String detail, String... fields) {
        byte[] body = ProblemJson.body(status, detail, Map.of());
        return new Reply(exchange.gatewayExchange, flags, status, Fields.of(fields), Slice.of(body));
    }
}
