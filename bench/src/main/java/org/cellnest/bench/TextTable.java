package org.cellnest.bench;

import java.util.ArrayList;
import java.util.List;

/** Lays out a table with the names of its rows in the first column; each column is as wide as its widest cell. */
final class TextTable {
    private static final String INDENT = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Creates a table with a column for each heading, beside that of the names. */
    TextTable(List<String> headings) {
        row("", headings);
    }

    /** Adds a row, which has a cell for each heading. */
    void row(String name, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(name));
        row.addAll(cells);
        rows.add(row);
    }

    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT).append(row.get(0));
            int end = INDENT.length() + widths[0];
            for (int i = 1; i < columns; i++) {
                end += INDENT.length() + widths[i];
                line.append(" ".repeat(end - line.length() - row.get(i).length()))
                        .append(row.get(i));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
