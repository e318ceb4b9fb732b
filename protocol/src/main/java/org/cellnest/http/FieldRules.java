package org.cellnest.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cellnest.protocol.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Decides which fields pass between a client and a cell. Names are in lower case. Stateless.
 *
 * <p>Hop-by-hop fields, and fields that Connection may and does list, end at the gateway in both directions (RFC 9110,
 * section 7.6.1). So does {@code Nest-*}, which only the nest itself may send. Framing is recomputed on each side.
 */
public final class FieldRules {
    private static final String NEST = "nest-";
    private static final int MAX_LENGTH_DIGITS = 18;
    /** The maximum number of fields of one name in a message: Undertow counts them in a byte. */
    public static final int MAX_OF_ONE_NAME = 127;

    private static final int MAX_SHOWN = 64;
    /** The prefixes of end-to-end fields, which are for all recipients, regardless of the rest of the name. */
    private static final List<String> END_TO_END_PREFIXES =
            List.of("accept", "access-control-", "content-", "cross-origin-", "if-", "sec-", "x-forwarded-");

    private static final Set<String> END_TO_END = Set.of(
            "age",
            "allow",
            "alt-svc",
            "authentication-info",
            "authorization",
            "cache-control",
            "cookie",
            "date",
            "dnt",
            "early-data",
            "etag",
            "expires",
            "forwarded",
            "from",
            "host",
            "idempotency-key",
            "last-modified",
            "link",
            "location",
            "max-forwards",
            "origin",
            "permissions-policy",
            "pragma",
            "prefer",
            "preference-applied",
            "priority",
            "range",
            "referer",
            "referrer-policy",
            "retry-after",
            "server",
            "server-timing",
            "set-cookie",
            "strict-transport-security",
            "traceparent",
            "tracestate",
            "user-agent",
            "vary",
            "via",
            "www-authenticate",
            "x-content-type-options",
            "x-frame-options",
            "x-real-ip",
            "x-request-id");

    private FieldRules() {}

    /** The treatment of a client's field. */
    enum Verdict {
        PASS,
        DROP,
        /** Passes only if a trusted proxy wrote it. */
        FORWARDING,
        /** Passes if valid: {@code traceparent}. */
        TRACE,
        /** Passes if traceparent does: {@code tracestate}. */
        TRACE_STATE
    }

    /** Returns the treatment of a client's field, regardless of Connection. */
    static Verdict request(String name) {
        return switch (name) {
            case "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "expect",
                    "content-length",
                    "x-request-id" -> Verdict.DROP;
            case "forwarded", "x-real-ip" -> Verdict.FORWARDING;
            case "traceparent" -> Verdict.TRACE;
            case "tracestate" -> Verdict.TRACE_STATE;
            default ->
                name.startsWith(NEST)
                        ? Verdict.DROP
                        : name.startsWith("x-forwarded-") ? Verdict.FORWARDING : Verdict.PASS;
        };
    }

    /**
     * Whether a client's field passes unchanged. {@code traceparent} does not: the gateway writes it separately, since
     * it may have a span of its own.
     *
     * @param name in lower case
     * @param trusted whether a trusted proxy sent the request
     * @param traced whether a valid traceparent came
     * @param connectionValues of the request's Connection fields
     */
    public static boolean requestPasses(String name, boolean trusted, boolean traced, List<String> connectionValues) {
        boolean passes = switch (request(name)) {
            case PASS -> true;
            case DROP, TRACE -> false;
            case FORWARDING -> trusted;
            case TRACE_STATE -> traced;
        };
        return passes && !endsHere(connectionValues, name);
    }

    /**
     * Whether a reply's field passes, regardless of Connection.
     *
     * @param ofTheNest whether the answer is the nest's own, which may have {@code Nest-*}
     */
    public static boolean replyPasses(String name, boolean ofTheNest) {
        return switch (name) {
            case "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "content-length",
                    "x-request-id" -> false;
            default -> !name.isEmpty() && name.charAt(0) != ':' && (ofTheNest || !name.startsWith(NEST));
        };
    }

    /**
     * Whether a field ends here because Connection lists it. An end-to-end field must never be listed (RFC 9110,
     * section 7.6.1): a client could otherwise remove the identity of the original sender from a request.
     *
     * @param connectionValues of the message's Connection fields
     * @param name in lower case
     */
    public static boolean endsHere(List<String> connectionValues, String name) {
        return !connectionValues.isEmpty() && lists(connectionValues, name) && !isEndToEnd(name);
    }

    private static boolean isEndToEnd(String name) {
        return END_TO_END.contains(name) || END_TO_END_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Whether one of Connection's values lists a name, case-insensitively. */
    public static boolean lists(List<String> connectionValues, String name) {
        for (String value : connectionValues) {
            int from = 0;
            while (from <= value.length()) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                if (value.substring(from, to).strip().toLowerCase(Locale.ROOT).equals(name)) {
                    return true;
                }
                from = to + 1;
            }
        }
        return false;
    }

    /**
     * Returns the fault of a reply that has more fields of one name than can be written, or null if it has none. Counts
     * names only if the reply has that many fields at all.
     */
    public static @Nullable String tooMany(Fields fields) {
        if (fields.size() < MAX_OF_ONE_NAME) {
            return null;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            if (replyPasses(name, false)) {
                // The gateway may have one of its own to add.
                int own = name.equals("server-timing") || name.equals("vary") ? 1 : 0;
                if (counts.merge(name, 1, Integer::sum) > MAX_OF_ONE_NAME - own) {
                    return fields.all(name).size() + " fields " + shown(name) + " (expected: at most "
                            + (MAX_OF_ONE_NAME - own) + ")";
                }
            }
        }
        return null;
    }

    private static String shown(String name) {
        return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
    }

    /**
     * Returns the Content-Length of a reply (RFC 9110, section 8.6), or -1 where the field is left out. Only the cell
     * knows the length of content that is not in its reply. Such content is that of GET in an answer to HEAD, and that
     * of 200 in a 304.
     *
     * @param method of the request
     * @param fields of the cell's reply
     * @param bodyBytes the length of the reply's body
     */
    public static long contentLength(String method, int status, Fields fields, int bodyBytes) {
        if (status == 205) {
            return 0;
        }
        if (status == 304 || (bodyBytes == 0 && method.equals("HEAD") && hasContent(status))) {
            return declaredLength(fields);
        }
        return hasContent(status) ? bodyBytes : -1;
    }

    /** Returns the Content-Length that a reply declares; -1: none, more than one, or one that is not valid. */
    public static long declaredLength(Fields fields) {
        List<String> declared = fields.all("content-length");
        return declared.size() == 1 ? length(declared.get(0)) : -1;
    }

    private static long length(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= MAX_LENGTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }

    /** Whether a reply with this status has content (RFC 9110, section 6.4.1). */
    public static boolean hasContent(int status) {
        return status >= 200 && status != 204 && status != 205 && status != 304;
    }
}
