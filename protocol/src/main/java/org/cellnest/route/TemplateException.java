package org.cellnest.route;

/**
 * Signals a template that cannot be parsed. The message names the template, the position (characters from 0), the text
 * found there and the text expected. It is fit to be shown to the author of the template; control characters are
 * escaped.
 */
public final class TemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARS = 160;

    private final int position;

    TemplateException(String template, int position, String found, String expected) {
        super("template " + printable(template) + ": at " + position + ": " + printable(found) + " (expected: "
                + expected + ")");
        this.position = position;
    }

    /** Returns the position in the template, in characters (UTF-16 code units) from 0. */
    public int position() {
        return position;
    }

    private static String printable(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < SHOWN_CHARS; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return text.length() > SHOWN_CHARS ? shown + "..." : shown.toString();
    }
}
