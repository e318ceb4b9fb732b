package org.cellnest.cli;

import org.jspecify.annotations.Nullable;

/**
 * The window that standard output goes to.
 *
 * @param columns characters in a line, at least 1
 * @param rows lines, at least 1
 */
record TerminalSize(int columns, int rows) {
    /** What a terminal that does not know its size is taken for. */
    static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Reads {@code COLUMNSxROWS}; null where the text is empty, {@link #USUAL} where it is something else. */
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
