package org.cellnest.process.ops;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.cellnest.process.settings.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes requests to the ops port. With a token, the caller must present it. Without one, any caller that reaches
 * the port is admitted, but the Host must be localhost, an IP address or the bound address. That stops a page with a
 * name that resolves to this machine (DNS rebinding) from reading answers. In both cases a page of another origin
 * cannot change anything through the operator's browser (CSRF). Stateless; any thread.
 */
final class OpsGuard {
    private static final HttpString ORIGIN = new HttpString("Origin");
    private static final HttpString SEC_FETCH_DEST = new HttpString("Sec-Fetch-Dest");
    /** The {@code Sec-Fetch-Dest} of requests by {@code fetch} and {@code EventSource}. */
    private static final String SCRIPT = "empty";

    private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final Set<HttpString> SAFE = Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final String boundHost;
    private final byte @Nullable [] tokenDigest;

    OpsGuard(String boundHost, String token) {
        this.boundHost = boundHost.toLowerCase(Locale.ROOT);
        this.tokenDigest = token.isEmpty() ? null : digest(token);
    }

    /**
     * Checks a request.
     *
     * @throws OpsException 401, 403 or 421
     */
    void check(HttpServerExchange exchange) throws OpsException {
        if (tokenDigest != null) {
            checkToken(exchange, tokenDigest);
        } else {
            checkHost(exchange.getRequestHeaders().getFirst(Headers.HOST));
        }
        if (!SAFE.contains(exchange.getRequestMethod())) {
            checkOrigin(exchange);
        }
    }

    private static void checkToken(HttpServerExchange exchange, byte[] expected) throws OpsException {
        String given = presented(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
        if (given != null && MessageDigest.isEqual(expected, digest(given))) {
            return;
        }
        exchange.getResponseHeaders().add(Headers.WWW_AUTHENTICATE, "Bearer realm=\"cellnest\"");
        // A script of a page gets its 401 at once, to say so itself; a browser that opens the page asks its user.
        if (!SCRIPT.equals(exchange.getRequestHeaders().getFirst(SEC_FETCH_DEST))) {
            exchange.getResponseHeaders().add(Headers.WWW_AUTHENTICATE, "Basic realm=\"cellnest\", charset=\"UTF-8\"");
        }
        throw new OpsException(
                401,
                given == null
                        ? "no token (expected: Authorization: Bearer TOKEN, or Basic with the token as the password)"
                        : "the token is wrong");
    }

    /** Returns the token that a request presents (RFC 6750, RFC 7617), or null. */
    private static @Nullable String presented(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        String[] parts = authorization.strip().split(" +", 2);
        if (parts.length < 2) {
            return null;
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return parts[1];
        }
        if (!parts[0].equalsIgnoreCase("Basic")) {
            return null;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns a digest of the token. Digests have equal length, so that a comparison takes equal time. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void checkHost(@Nullable String header) throws OpsException {
        String host = header == null ? "" : hostOf(header.toLowerCase(Locale.ROOT));
        boolean own =
                host.equals("localhost") || host.endsWith(".localhost") || host.equals(boundHost) || isAddress(host);
        if (!own) {
            throw new OpsException(
                    421,
                    "Host: " + header + " (expected: localhost, an IP address, or the address this port is bound to;"
                            + " with a token any name will do)");
        }
    }

    private static boolean isAddress(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        return bracketed == literal.indexOf(':') >= 0 && IpLiteral.parse(literal) != null;
    }

    private static String hostOf(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        return end <= 0 ? authority : authority.substring(0, end);
    }

    private static void checkOrigin(HttpServerExchange exchange) throws OpsException {
        String site = exchange.getRequestHeaders().getFirst(SEC_FETCH_SITE);
        if (site != null && !OWN_SITES.contains(site)) {
            throw new OpsException(403, "Sec-Fetch-Site: " + site + " (expected: a page of this server itself)");
        }
        String origin = exchange.getRequestHeaders().getFirst(ORIGIN);
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (origin == null) {
            return;
        }
        int authority = origin.indexOf("://");
        if (authority < 0 || host == null || !origin.substring(authority + 3).equalsIgnoreCase(host)) {
            throw new OpsException(
                    403, "Origin: " + origin + " (expected: a page of this server itself, " + host + ")");
        }
    }
}
