package org.cellnest.router.broker;

import java.util.Map;
import java.util.Set;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.ProblemJson;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Slice;

/**
 * Writes the answers that the router gives in a cell's place, and owns their words: each row of the table of outcomes that
 * the router decides has its method here. Stateless.
 */
final class LocalReplies {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final long NS_IN_MS = 1_000_000L;

    private LocalReplies() {}

    /** No route has this path. */
    static Reply notFound(Exchange exchange) {
        return problem(exchange, 404, "no route matches " + exchange.path, "content-type", ProblemJson.MEDIA_TYPE);
    }

    /** Some route has this path, none this method (RFC 9110, section 15.5.6). */
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

    /** Its gateway cancelled it before a cell had it. */
    static Reply cancelled(Exchange exchange) {
        return unavailable(exchange, "cancelled before a cell was free");
    }

    /** The parking lot is full. */
    static Reply noRoomToWait(Exchange exchange) {
        return unavailable(exchange, "too many requests wait for a cell");
    }

    /** No cell serves the route, and none is likely to soon. */
    static Reply notServed(Exchange exchange, Route route) {
        return unavailable(exchange, "no cell serves " + route.template + " just now");
    }

    /** It waited for a cell for as long as requests may. */
    static Reply parkedTooLong(Exchange exchange, long parkingNs) {
        Route route = exchange.route();
        boolean full = route != null && route.isDeploymentFull();
        return unavailable(
                exchange,
                "no cell was free within " + parkingNs / NS_IN_MS + " ms"
                        + (full ? ": as many requests as one deployment may have are in flight" : ""));
    }

    /** Cells have refused it, and no other will be given it. */
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

    /** The deadline passed while it waited for a cell. */
    static Reply expiredWaiting(Exchange exchange) {
        return expired(exchange, "no cell was free before the deadline");
    }

    /** The deadline passed while a cell had it. */
    static Reply expiredAtCell(Exchange exchange) {
        return expired(exchange, "the cell did not answer before the deadline");
    }

    private static Reply expired(Exchange exchange, String detail) {
        return problem(
                exchange, 504, detail, "content-type", ProblemJson.MEDIA_TYPE, Attributes.OUTCOME, outcome(exchange));
    }

    /** The cell that had it is gone. The gateway may repeat a repeatable request, and passes the answer on otherwise. */
    static Reply lost(Exchange exchange, ErrorCode cause, boolean repeatable) {
        String how = switch (cause) {
            case KICKED -> "was sent away";
            case SILENT -> "fell silent";
            default -> "went away";
        };
        return unknown(exchange, "the cell " + how + " while it had the request", repeatable);
    }

    /** The cell has answered with a reply that no gateway can write. */
    static Reply badReply(Exchange exchange, String cellId, String fault) {
        return unknown(exchange, "the answer of cell " + cellId + " is not valid: " + fault, false);
    }

    /** The cell has answered, and the gateway has no room for the answer. */
    static Reply notTaken(Exchange exchange) {
        return unknown(exchange, "the gateway does not take its answers in time", false);
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
