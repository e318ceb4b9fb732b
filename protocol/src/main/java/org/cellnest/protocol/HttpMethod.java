package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/** Maps request methods to their codes on the wire (RFC 9110, section 9; RFC 5789). Stateless. */
public final class HttpMethod {
    /** The longest name of a method, in characters. */
    public static final int MAX_LENGTH = 32;

    private static final @Nullable String[] NAMES = {
        null, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"
    };

    private HttpMethod() {}

    /** Returns the code of a method's name, 1 to 255, or 0 if the wire carries the name itself. */
    public static int code(String name) {
        return switch (name) {
            case "GET" -> 1;
            case "HEAD" -> 2;
            case "POST" -> 3;
            case "PUT" -> 4;
            case "DELETE" -> 5;
            case "OPTIONS" -> 6;
            case "PATCH" -> 7;
            case "TRACE" -> 8;
            default -> 0;
        };
    }

    /** Returns the name of a code, or null if the code is unknown. */
    static @Nullable String name(int code) {
        return code < NAMES.length ? NAMES[code] : null;
    }

    /** Whether a method is idempotent: repeating a request has no further effect (RFC 9110, section 9.2.2). */
    public static boolean isIdempotent(String name) {
        return switch (name) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
            default -> false;
        };
    }

    /** Whether a method is safe: a request intends no change (RFC 9110, section 9.2.1). */
    public static boolean isSafe(String name) {
        return switch (name) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** Whether a name is a token (RFC 9110, section 5.6.2) of 1 to {@value #MAX_LENGTH} characters. */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!HttpTokens.isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
