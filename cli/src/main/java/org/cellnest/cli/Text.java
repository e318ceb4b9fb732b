package org.cellnest.cli;

import org.cellnest.process.text.VisibleText;

/**
 * Makes text from outside safe for a terminal. Names, reasons and descriptions are written by cells and operators, and
 * an escape sequence in them must not move the cursor or hide a line.
 */
final class Text {
    private Text() {}

    /** Returns the text on one line, with invisible characters escaped. */
    static String safe(String text) {
        return VisibleText.of(text);
    }

    /** Returns the number of columns, with one for each character. */
    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Returns the text cut to a width, with an ellipsis at the end if it was longer. */
    static String cut(String text, int width, String ellipsis) {
        if (width(text) <= width) {
            return text;
        }
        int kept = Math.max(0, width - ellipsis.length());
        return text.substring(0, text.offsetByCodePoints(0, kept)) + ellipsis;
    }
}
