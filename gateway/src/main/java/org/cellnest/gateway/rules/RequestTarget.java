package org.cellnest.gateway.rules;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request line (RFC 9112, section 3.2), without its query.
 *
 * @param rawPath begins with {@code '/'}, or is {@code *}
 * @param authority of the absolute form, or null
 */
public record RequestTarget(String rawPath, @Nullable String authority) {
    /** The target of a request about the server as a whole. */
    public static final String ASTERISK = "*";

    /**
     * Parses a target in origin, absolute or asterisk form.
     *
     * @param uri the target from the request line, without {@code '?'} and the query
     */
    public static RequestTarget parse(String uri, String method) throws RefusedRequest {
        if (uri.startsWith("/")) {
            return new RequestTarget(uri, null);
        }
        if (uri.equals(ASTERISK)) {
            if (!method.equals("OPTIONS")) {
                throw RefusedRequest.bad("The target * goes with OPTIONS alone.");
            }
            return new RequestTarget(ASTERISK, null);
        }
        int from = schemeLength(uri);
        if (from < 0) {
            throw RefusedRequest.bad("The target is neither a path nor an http or https URI.");
        }
        int slash = uri.indexOf('/', from);
        String authority = slash < 0 ? uri.substring(from) : uri.substring(from, slash);
        if (authority.isEmpty() || !HostRule.isValid(authority)) {
            throw RefusedRequest.bad("The target's authority is not a host and an optional port.");
        }
        return new RequestTarget(slash < 0 ? emptyPath(method) : uri.substring(slash), authority);
    }

    private static String emptyPath(String method) {
        return method.equals("OPTIONS") ? ASTERISK : "/";
    }

    private static int schemeLength(String uri) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (uri.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }
}
