package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Lays out the data of {@code top} for a window of a given size. Does nothing else. */
final class TopView {
    private static final int MOST_BARS = 180;
    private static final int LEAST_BARS = 10;
    private static final int AROUND_BARS = 24;

    private TopView() {}

    /** Returns at most as many lines as the window has. */
    static List<String> lines(TopMetrics metrics, String order, TerminalSize size, Style style, Instant now) {
        List<String> lines = new ArrayList<>(Overview.summary(metrics.nest(), now, style));
        int bars = Math.max(LEAST_BARS, Math.min(MOST_BARS, size.columns() - AROUND_BARS));
        lines.add(spark(metrics, "requests", "req/s", bars, style, Style.Colour.GREEN));
        lines.add(spark(metrics, "p50Ms", "p50", bars, style, Style.Colour.CYAN));
        lines.add(spark(metrics, "p99Ms", "p99", bars, style, Style.Colour.YELLOW));
        // Two titles, an empty line before each table, and the line with the keys.
        int room = Math.max(2, size.rows() - lines.size() - 5);
        int cells = Math.min(
                metrics.cells().size(),
                Math.max(room / 2, room - metrics.routes().size()));
        int routes = Math.min(metrics.routes().size(), room - cells);
        lines.add("");
        lines.addAll(table(Kind.CELLS, metrics.cells().subList(0, cells), size, style, now));
        lines.add("");
        lines.addAll(table(Kind.ROUTES, metrics.routes().subList(0, routes), size, style, now));
        return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    }

    private static List<String> table(Kind kind, List<JsonNode> items, TerminalSize size, Style style, Instant now) {
        return kind.listing().table(items, now).lines(style, size.columns());
    }

    private static String spark(
            TopMetrics metrics, String field, String name, int bars, Style style, Style.Colour colour) {
        JsonNode series = metrics.series().path(field);
        OptionalDouble peak = Sparkline.peak(series, bars);
        String most = field.equals("requests") ? Numbers.rate(peak) : Numbers.millis(peak);
        return style.paint(Style.Colour.DIM, name) + " ".repeat(7 - name.length())
                + style.paint(colour, Sparkline.of(series, bars, style)) + "  "
                + style.paint(Style.Colour.DIM, "peak " + (most.isEmpty() ? "-" : most));
    }
}
