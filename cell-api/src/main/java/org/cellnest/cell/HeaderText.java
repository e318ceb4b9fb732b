package org.cellnest.cell;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * Validates the names and values of response headers (RFC 9110, section 5.5), and encodes values that are URI
 * references (RFC 3986).
 */
final class HeaderText {
    private static final int SHOWN = 60;
    /**
     * The ASCII characters, apart from controls, that are invalid in a URI. Some clients read a backslash as a slash.
     */
    private static final String NOT_IN_URIS = " \"<>\\^`{|}";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    /** Returns the value as it is sent. */
    static String value(String name, String value) {
        Objects.requireNonNull(value, name);
        if (!isToken(name)) {
            throw new IllegalArgumentException("name of a header: " + shown(name) + " (expected: a token)");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("location") || lower.equals("content-location")) {
            return uri(name, value);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("header " + name + ": " + shown(value)
                        + " (expected: characters of ISO-8859-1, none of them a control character)");
            }
        }
        return value;
    }

    private static String uri(String name, String reference) {
        StringBuilder encoded = new StringBuilder(reference.length() + 16);
        for (int i = 0; i < reference.length(); ) {
            int c = reference.codePointAt(i);
            boolean halfPair = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (Character.isISOControl(c) || halfPair) {
                throw new IllegalArgumentException("header " + name + ": " + shown(reference)
                        + " (expected: a URI reference without control characters or halves of surrogate pairs)");
            }
            if (c >= 0x80 || NOT_IN_URIS.indexOf(c) >= 0 || (c == '%' && !isEscape(reference, i))) {
                for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(HEX[(octet >> 4) & 0xf]).append(HEX[octet & 0xf]);
                }
            } else {
                encoded.append((char) c);
            }
            i += Character.charCount(c);
        }
        return encoded.toString();
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length() && isHex(text.charAt(percent + 1)) && isHex(text.charAt(percent + 2));
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    /** Returns the beginning of a text, with control characters escaped so that they cannot garble a log. */
    static String shown(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        StringBuilder shown = new StringBuilder("\"");
        start.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.append('"').toString();
    }
}
