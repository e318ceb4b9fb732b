package org.cellnest.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows below titles, aligned. Where they do not fit, the columns that may give way are cut, the widest first. */
final class Table {
    /** Where a column's text stands, and whether it may be cut. */
    enum Kind {
        /** Figures and short words: never cut. */
        RIGHT,
        LEFT,
        /** Names that may be long: cut where room is short. */
        FLEXIBLE
    }

    record Column(String title, Kind kind) {}

    record Cell(String text, Style.Colour colour) {
        static Cell of(String text) {
            return new Cell(text, Style.Colour.PLAIN);
        }
    }

    private static final String GAP = "  ";
    private static final int LEAST_WIDTH = 6;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = columns;
    }

    /** Texts may come from anywhere: they are made safe here. */
    void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(row.size() + " cells (expected: " + columns.size() + ")");
        }
        rows.add(row.stream()
                .map(cell -> new Cell(cell.text().isEmpty() ? "-" : Text.safe(cell.text()), cell.colour()))
                .toList());
    }

    /** The titles, then the rows, none of them wider than this if the columns that give way allow it. */
    List<String> lines(Style style, int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>(rows.size() + 1);
        lines.add(line(
                columns.stream()
                        .map(column -> new Cell(column.title(), Style.Colour.DIM))
                        .toList(),
                widths,
                style));
        rows.forEach(row -> lines.add(line(row, widths, style)));
        return lines;
    }

    private int[] widths(int limit) {
        int[] widths = new int[columns.size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Text.width(columns.get(i).title());
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], Text.width(row.get(i).text()));
            }
            total += widths[i];
        }
        while (total > limit) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = columns.get(i).kind() == Kind.FLEXIBLE && widths[i] > LEAST_WIDTH;
                if (gives && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private String line(List<Cell> row, int[] widths, Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = Text.cut(row.get(i).text(), widths[i], style.ellipsis());
            String space = " ".repeat(widths[i] - Text.width(text));
            String painted = style.paint(row.get(i).colour(), text);
            boolean last = i == widths.length - 1;
            if (columns.get(i).kind() == Kind.RIGHT) {
                line.append(space).append(painted);
            } else {
                line.append(painted).append(last ? "" : space);
            }
            line.append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }
}
