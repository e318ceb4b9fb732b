package org.cellnest.cli;

import org.cellnest.process.text.VisibleText;

/**
 * Text that came from elsewhere, made fit for a terminal. Names, reasons and descriptions are written by cells and
 * operators; an escape sequence in one must not move the cursor or hide a line.
 */
final class Text {
    private Text() {}

    /** The text on one line, what cannot be seen in it as escapes. */
    static String safe(String text) {
        return VisibleText.of(text);
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
