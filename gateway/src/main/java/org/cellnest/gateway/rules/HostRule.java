package org.cellnest.gateway.rules;

import org.cellnest.http.HexDigits;
import org.cellnest.process.settings.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Validates Host and the authority of a target in absolute form, which takes precedence over Host (RFC 9112, section
 * 3.2). Stateless.
 */
public final class HostRule {
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65_535;

    private HostRule() {}

    /**
     * Refuses a request whose Host is missing (HTTP/1.1), repeated or malformed, regardless of its target.
     *
     * @param host the one Host field, or null
     * @param count the number of Host fields
     */
    public static void check(@Nullable String host, int count, boolean http11) throws RefusedRequest {
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
    }

    /**
     * Whether a text is {@code uri-host [":" port]} without user information; may be empty (RFC 9110, section 7.2).
     * Only IPv6 addresses in hexadecimal groups and existing ports are valid, since a server's own check may accept no
     * others. A port may be empty.
     */
    static boolean isValid(String host) {
        int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
        String name = colon < 0 ? host : host.substring(0, colon);
        boolean validName = name.startsWith("[") ? isIpv6(name) : isRegisteredName(name);
        return validName && (colon < 0 || isPort(host.substring(colon + 1)));
    }

    private static boolean isIpv6(String name) {
        if (!name.endsWith("]") || name.indexOf('.') >= 0 || name.indexOf(':') < 0) {
            return false;
        }
        return IpLiteral.parse(name.substring(1, name.length() - 1)) != null;
    }

    private static boolean isRegisteredName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c <= 0x7f && Character.isLetterOrDigit(c);
            if (c == '%') {
                if (i + 2 >= name.length()
                        || HexDigits.value(name.charAt(i + 1)) < 0
                        || HexDigits.value(name.charAt(i + 2)) < 0) {
                    return false;
                }
                i += 2;
            } else if (!alphanumeric && "-._~!$&'()*+,;=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String digits) {
        if (digits.isEmpty()) {
            return true;
        }
        if (digits.length() > MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return port > 0 && port <= MAX_PORT;
    }
}
