package org.cellnest.cli;

/**
 * Text that came from elsewhere, made fit for a terminal. Names, reasons and descriptions are written by cells and
 * operators; an escape sequence in one must not move the cursor or hide a line.
 */
final class Text {
    private Text() {}

    /** The text on one line: control characters and those that change the direction of writing become {@code ?}. */
    static String safe(String text) {
        int at = 0;
        while (at < text.length() && isHarmless(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c == '\n' || c == '\r' || c == '\t' ? ' ' : isHarmless(c) ? c : '?');
        }
        return safe.toString();
    }

    private static boolean isHarmless(char c) {
        return !Character.isISOControl(c)
                && !(c >= '\u2028' && c <= '\u202e')
                && !(c >= '\u2066' && c <= '\u2069')
                && c != '\u200e'
                && c != '\u200f';
    }

    /** How many columns it takes, where every character takes one. */
    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Its first characters, the last of them an ellipsis where some had to go. */
    static String cut(String text, int width, String ellipsis) {
        if (width(text) <= width) {
            return text;
        }
        int kept = Math.max(0, width - ellipsis.length());
        return text.substring(0, text.offsetByCodePoints(0, kept)) + ellipsis;
    }
}
