package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A series of figures as one line of bars, the newest last. */
final class Sparkline {
    private Sparkline() {}

    /** The last figures of a JSON list, of which null is a gap; the highest has a whole bar. */
    static String of(JsonNode series, int width, Style style) {
        int from = Math.max(0, series.size() - width);
        double highest = peak(series, width);
        List<String> blocks = style.blocks();
        StringBuilder line = new StringBuilder();
        for (int i = from; i < series.size(); i++) {
            JsonNode value = series.get(i);
            if (!value.isNumber()) {
                line.append(' ');
            } else {
                double part = highest <= 0 ? 0 : Math.max(0, value.doubleValue()) / highest;
                line.append(blocks.get((int) Math.round(part * (blocks.size() - 1))));
            }
        }
        return line.toString();
    }

    /** The highest of the last figures, 0 where there are none. */
    static double peak(JsonNode series, int width) {
        double highest = 0;
        for (int i = Math.max(0, series.size() - width); i < series.size(); i++) {
            highest = Math.max(highest, series.get(i).asDouble(0));
        }
        return highest;
    }
}
