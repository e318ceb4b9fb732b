package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/** The request methods that have a code of their own on the wire (RFC 9110, section 9; RFC 5789). */
public final class HttpMethod {
    /** The longest name of a method, in characters. */
    public static final int MAX_LENGTH = 32;

    private static final @Nullable String[] NAMES = {
        null, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"
    };

    private HttpMethod() {}

    /** The code of a method's name, 1 to 255, or 0 for one that is written out. */
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

    /** The name of a code, or null if there is none. */
    static @Nullable String name(int code) {
        return code < NAMES.length ? NAMES[code] : null;
    }

    /** Whether a repeated request has the same effect as one (RFC 9110, section 9.2.2). */
    public static boolean isIdempotent(String name) {
        return switch (name) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
            default -> false;
        };
    }

    /** Whether the request asks for nothing to be changed (RFC 9110, section 9.2.1). */
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
