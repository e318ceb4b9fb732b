package org.cellnest.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays out aligned rows below titles. If they do not fit, the flexible columns are cut, the widest first. */
final class Table {
    /** An alignment of a column, and whether the column may be cut. */
    enum Kind {
        /** Numbers and short words, which are never cut. */
        RIGHT,
        LEFT,
        /** Names that may be long, which are cut when space is short. */
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

    /** Adds a row. Control characters in its texts are escaped, since texts may come from strangers. */
    void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(row.size() + " cells (expected: " + columns.size() + ")");
        }
        rows.add(row.stream()
                .map(cell -> new Cell(cell.text().isEmpty() ? "-" : Text.safe(cell.text()), cell.colour()))
                .toList());
    }

    /**
     * Returns the titles, then the rows, none wider than the limit. If cutting the flexible columns is not enough, the
     * last columns are omitted, with an ellipsis among the titles. Otherwise a terminal would wrap the lines and make
     * them unreadable. The first column is always present.
     */
    List<String> lines(Style style, int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>(rows.size() + 1);
        String titles = line(
                columns.stream()
                        .map(column -> new Cell(column.title(), Style.Colour.DIM))
                        .toList(),
                widths,
                style);
        lines.add(widths.length == columns.size() ? titles : titles + " " + style.ellipsis());
        rows.forEach(row -> lines.add(line(row, widths, style)));
        return lines;
    }

    /** Returns the widths of the columns that are shown. */
    private int[] widths(int limit) {
        int[] whole = new int[columns.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Text.width(columns.get(i).title());
            for (List<Cell> row : rows) {
                whole[i] = Math.max(whole[i], Text.width(row.get(i).text()));
            }
        }
        int count = whole.length;
        while (count > 1 && leastTotal(whole, count) > limit) {
            count--;
        }
        int[] widths = Arrays.copyOf(whole, count);
        // Room for the ellipsis that says that there are more.
        fit(widths, count == whole.length ? limit : limit - 2);
        return widths;
    }

    private boolean givesWay(int column) {
        return columns.get(column).kind() == Kind.FLEXIBLE;
    }

    private int leastTotal(int[] whole, int count) {
        int total = GAP.length() * (count - 1) + (count < whole.length ? 2 : 0);
        for (int i = 0; i < count; i++) {
            total += givesWay(i) ? Math.min(LEAST_WIDTH, whole[i]) : whole[i];
        }
        return total;
    }

    private void fit(int[] widths, int limit) {
        int total = GAP.length() * (widths.length - 1) + Arrays.stream(widths).sum();
        while (total > limit) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = givesWay(i) && widths[i] > LEAST_WIDTH;
                if (gives && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            total--;
        }
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
