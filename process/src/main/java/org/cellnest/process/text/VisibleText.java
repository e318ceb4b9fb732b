package org.cellnest.process.text;

/**
 * Escapes invisible characters: control characters, line and paragraph separators, format characters such as
 * bidirectional marks, and unpaired surrogates. They become {@code \n}, {@code \r}, {@code \t} or a backslash, {@code
 * u} and four hexadecimal digits, as in Java and JSON. A backslash stays as it is. Stateless.
 */
public final class VisibleText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private VisibleText() {}

    /** Returns the text on one line, without a limit on length. */
    public static String of(String text) {
        return firstHidden(text) < 0 ? text : of(text, Integer.MAX_VALUE);
    }

    /**
     * Returns the text on one line.
     *
     * @param most the maximum number of characters; a longer text is cut, and ends with the number of characters left
     *     out
     */
    public static String of(String text, int most) {
        if (text.length() <= most && firstHidden(text) < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), most) + 16);
        append(text, most, out);
        return out.toString();
    }

    /** Appends the text on one line, cut as {@link #of(String, int)} does. */
    public static void append(String text, int most, StringBuilder out) {
        int written = 0;
        int at = 0;
        while (at < text.length() && written < most) {
            int codePoint = text.codePointAt(at);
            int before = out.length();
            if (isVisible(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                escape(codePoint, out);
            }
            written += out.length() - before;
            at += Character.charCount(codePoint);
        }
        if (at < text.length()) {
            out.append(more(text.length() - at));
        }
    }

    /** Returns the text unescaped, cut as {@link #of(String, int)} does. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // Not between the two halves of one character.
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + more(text.length() - end);
    }

    private static String more(int characters) {
        return "... (" + characters + " more characters)";
    }

    /** Whether a character is visible as itself. */
    public static boolean isVisible(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** Returns the escape of one character. */
    static String escaped(int codePoint) {
        StringBuilder out = new StringBuilder(12);
        escape(codePoint, out);
        return out.toString();
    }

    private static void escape(int codePoint, StringBuilder out) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    out.append("\\u")
                            .append(HEX[unit >> 12])
                            .append(HEX[unit >> 8 & 15])
                            .append(HEX[unit >> 4 & 15])
                            .append(HEX[unit & 15]);
                }
            }
        }
    }

    private static int firstHidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            int codePoint = text.codePointAt(i);
            if (!isVisible(codePoint)) {
                return i;
            }
            i += Character.charCount(codePoint) - 1;
        }
        return -1;
    }
}
