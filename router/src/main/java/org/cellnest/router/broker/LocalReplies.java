package org.cellnest.router.broker;

import java.util.Map;
import java.util.Set;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.ProblemJson;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Slice;

/** The nest's own answers; each row of the table of outcomes that the router writes has its method here. */
final class LocalReplies {
    private static final String RETRY_AFTER_SECONDS = "1";

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

    /** What may be asked at this path (RFC 9110, section 9.3.7). */
    static Reply options(Exchange exchange, Set<String> allowed) {
        return new Reply(
                exchange.gatewayExchange, Flags.NEST, 204, Fields.of("allow", String.join(", ", allowed)), Slice.EMPTY);
    }

    /** There was no cell for it in time, or nowhere to wait. */
    static Reply unavailable(Exchange exchange, String detail) {
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

    /** The deadline passed. */
    static Reply expired(Exchange exchange, String detail) {
        return problem(
                exchange, 504, detail, "content-type", ProblemJson.MEDIA_TYPE, Attributes.OUTCOME, outcome(exchange));
    }

    /** The cell that had it is gone. The gateway may repeat it, or passes this on. */
    static Reply lost(Exchange exchange, String detail, boolean repeatable) {
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

    /** The cell has answered with what no gateway can write. */
    static Reply badReply(Exchange exchange, String detail) {
        return lost(exchange, detail, false);
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
