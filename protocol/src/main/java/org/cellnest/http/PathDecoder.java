package org.cellnest.http;

import java.nio.charset.StandardCharsets;

/**
 * Decodes the path of a request, once and strictly (RFC 3986, sections 2.1 and 3.3; RFC 3629). No component behind the
 * gateway decodes again, so there is no second interpretation by which a path could be smuggled past the first.
 *
 * <p>Refuses bad escapes, octets that are not UTF-8 in its shortest form, control characters, and an encoded slash or
 * backslash. Refuses dot segments in any notation, and characters that may not stand in a path. Empty segments and a
 * trailing slash are kept, since they are significant. Stateless.
 */
public final class PathDecoder {
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            PLAIN[c] = true;
            PLAIN[c - 'a' + 'A'] = true;
        }
        for (char c = '0'; c <= '9'; c++) {
            PLAIN[c] = true;
        }
        // Unreserved and sub-delims; '[' and ']' are not among them but browsers send them as they are.
        for (char c : "-._~!$&'()*+,;=:@[]".toCharArray()) {
            PLAIN[c] = true;
        }
    }

    private PathDecoder() {}

    /**
     * Returns the decoded path.
     *
     * @param raw the path from the request line, without the query; begins with {@code '/'}
     * @throws BadPathException naming the violation and its place
     */
    public static String decode(String raw) throws BadPathException {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw new BadPathException("The path does not begin with '/'.");
        }
        boolean escaped = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                escaped = true;
            } else if (c != '/' && (c >= PLAIN.length || !PLAIN[c])) {
                throw new BadPathException("The path has a character at " + i + " that must be percent-encoded.");
            }
        }
        String path = escaped ? unescape(raw) : raw;
        refuseDotSegments(path);
        return path;
    }

    private static String unescape(String raw) throws BadPathException {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes[length++] = (byte) c;
                i++;
                continue;
            }
            boolean whole = i + 2 < raw.length();
            int high = whole ? HexDigits.value(raw.charAt(i + 1)) : -1;
            int low = whole ? HexDigits.value(raw.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw new BadPathException("The path has a bad escape at " + i + " (expected: % and two hex digits).");
            }
            int octet = high << 4 | low;
            if (octet == '/' || octet == '\\') {
                throw new BadPathException("The path has an encoded slash or backslash at " + i + ".");
            }
            bytes[length++] = (byte) octet;
            i += 3;
        }
        requireText(bytes, length);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Requires UTF-8 in its shortest form, without surrogates, values beyond U+10FFFF, and C0 or C1 control characters.
     */
    private static void requireText(byte[] bytes, int length) throws BadPathException {
        int i = 0;
        while (i < length) {
            int lead = bytes[i++] & 0xff;
            int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
            if (more < 0 || more > length - i) {
                throw notUtf8();
            }
            int point = more == 0 ? lead : lead & (0x3f >> more);
            for (int n = 0; n < more; n++) {
                int next = bytes[i++] & 0xff;
                if ((next & 0xc0) != 0x80) {
                    throw notUtf8();
                }
                point = point << 6 | (next & 0x3f);
            }
            if ((more == 2 && (point < 0x800 || (point >= 0xd800 && point < 0xe000)))
                    || (more == 3 && (point < 0x10000 || point > 0x10ffff))) {
                throw notUtf8();
            }
            if (point < 0x20 || (point >= 0x7f && point < 0xa0)) {
                throw new BadPathException("The path has an encoded control character.");
            }
        }
    }

    private static void refuseDotSegments(String path) throws BadPathException {
        int at = path.indexOf("/.");
        while (at >= 0) {
            int end = path.indexOf('/', at + 1);
            int length = (end < 0 ? path.length() : end) - at - 1;
            if (length == 1 || (length == 2 && path.charAt(at + 2) == '.')) {
                throw new BadPathException("The path has a dot segment.");
            }
            at = path.indexOf("/.", at + 1);
        }
    }

    private static BadPathException notUtf8() {
        return new BadPathException("The path has escapes that are not UTF-8.");
    }
}
