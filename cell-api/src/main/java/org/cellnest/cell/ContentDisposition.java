package org.cellnest.cell;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes the Content-Disposition of a download (RFC 6266), with names in any script (RFC 8187). Stateless. */
final class ContentDisposition {
    private static final int MAX_LENGTH = 255;
    /** The characters of RFC 8187's attr-char that are neither letters nor digits. */
    private static final String ATTRIBUTE_MARKS = "!#$&+-.^_`|~";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private ContentDisposition() {}

    /** Returns a field value that offers the content to be saved under this name. */
    static String attachment(String fileName) {
        requireName(fileName);
        StringBuilder plain = new StringBuilder(fileName.length());
        fileName.codePoints().forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
        String value = "attachment; filename=\"" + plain + '"';
        // A recipient that knows filename* prefers it, so it is needed only if the name lost characters.
        return plain.toString().equals(fileName) ? value : value + "; filename*=UTF-8''" + encoded(fileName);
    }

    private static void requireName(String fileName) {
        Objects.requireNonNull(fileName, "fileName");
        boolean valid = !fileName.isBlank()
                && fileName.length() <= MAX_LENGTH
                && !fileName.equals(".")
                && !fileName.equals("..")
                && fileName.codePoints().noneMatch(ContentDisposition::isForbidden);
        if (!valid) {
            throw new IllegalArgumentException("name of a download: " + HeaderText.shown(fileName)
                    + " (expected: the name of a file, of at most " + MAX_LENGTH
                    + " characters, without slashes, backslashes and control characters)");
        }
    }

    private static boolean isForbidden(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff);
    }

    /** Whether recipients agree on a character in a quoted name; some decode percent signs (RFC 6266, appendix D). */
    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '%';
    }

    private static String encoded(String fileName) {
        StringBuilder encoded = new StringBuilder(3 * fileName.length());
        for (byte octet : fileName.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean literal = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || ATTRIBUTE_MARKS.indexOf(c) >= 0;
            if (literal) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
        return encoded.toString();
    }
}
