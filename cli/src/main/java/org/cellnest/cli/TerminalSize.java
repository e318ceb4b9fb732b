package org.cellnest.cli;

import org.jspecify.annotations.Nullable;

/**
 * A size of the window of standard output.
 *
 * @param columns characters in a line, at least 1
 * @param rows lines, at least 1
 */
record TerminalSize(int columns, int rows) {
    /** The size assumed for a terminal that does not report one. */
    static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Parses {@code COLUMNSxROWS}; returns null for an empty text, {@link #USUAL} for any other text. */
    static @Nullable TerminalSize parse(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String[] parts = text.split("x", 2);
        try {
            TerminalSize size = new TerminalSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1]));
            return size.columns < 1 || size.rows < 1 ? USUAL : size;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
