package org.cellnest.runtime.handler;

/** Escapes and shortens untrusted texts for messages and logs. Stateless. */
final class Text {
    /** The length that paths are cut to in logs. */
    static final int MAX_PATH = 300;

    private static final int SHOWN = 60;

    private Text() {}

    /** Returns a text in quotes, shortened, with control characters escaped, so that it can forge no line of a log. */
    static String shown(String text) {
        return '"' + clean(text, SHOWN) + '"';
    }

    /** Returns a text cut to a maximum length, with control characters escaped. */
    static String clean(String text, int max) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), max) + 8);
        for (int i = 0; i < text.length() && i < max; i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != '\u2028' && c != '\u2029';
            if (plain && !Character.isSurrogate(c)) {
                clean.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        return text.length() > max ? clean.append("...").toString() : clean.toString();
    }
}
