package org.cellnest.gateway.rules;

import java.util.Locale;
import org.cellnest.http.HexDigits;
import org.jspecify.annotations.Nullable;

/**
 * Host, and the target of a request in absolute form (RFC 9112, sections 3.2 and 3.2.2). Stateless.
 *
 * <p>RFC 9112 lets the target win over Host where they differ; since such a request is nobody's honest one, it is refused.
 */
public final class HostRule {
    private HostRule() {}

    /**
     * Refuses a request whose Host is missing (HTTP/1.1), repeated, malformed, or not that of its target.
     *
     * @param host the one Host field, or null
     * @param count how many Host fields came
     * @param authority what the target in absolute form names, or null
     */
    public static void check(@Nullable String host, int count, @Nullable String authority, boolean http11)
            throws RefusedRequest {
        if (count > 1) {
            throw RefusedRequest.bad("The request has " + count + " Host fields (expected: one).");
        }
        if (host == null) {
            if (http11) {
                throw RefusedRequest.bad("The request has no Host field (expected: one).");
            }
            return;
        }
        if (!isValid(host)) {
            throw RefusedRequest.bad("The Host field is not a host and an optional port.");
        }
        if (authority != null && !authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT))) {
            throw RefusedRequest.bad("The request's target names another host than its Host field.");
        }
    }

    /** {@code uri-host [":" port]} without user information; may be empty (RFC 9110, section 7.2). */
    static boolean isValid(String host) {
        int end = host.length();
        int at;
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            if (close < 2) {
                return false;
            }
            for (int i = 1; i < close; i++) {
                char c = host.charAt(i);
                if (HexDigits.value(c) < 0 && c != ':' && c != '.') {
                    return false;
                }
            }
            at = close + 1;
        } else {
            int colon = host.indexOf(':');
            at = colon < 0 ? end : colon;
            for (int i = 0; i < at; i++) {
                char c = host.charAt(i);
                if (!Character.isLetterOrDigit(c) || c > 0x7f) {
                    if ("-._~!$&'()*+,;=%".indexOf(c) < 0) {
                        return false;
                    }
                }
            }
        }
        return at == end || (host.charAt(at) == ':' && isPort(host, at + 1));
    }

    private static boolean isPort(String host, int from) {
        if (host.length() - from > 5) {
            return false;
        }
        for (int i = from; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
