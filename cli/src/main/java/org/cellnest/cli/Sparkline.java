package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalDouble;

/** Draws a series of numbers as one line of bars, the newest last. */
final class Sparkline {
    private Sparkline() {}

    /** Returns the last numbers of a JSON list as bars. Null is a gap; the highest number has a full bar. */
    static String of(JsonNode series, int width, Style style) {
        int from = Math.max(0, series.size() - width);
        double highest = peak(series, width).orElse(0);
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

    /** Returns the highest of the last numbers, if there are any. */
    static OptionalDouble peak(JsonNode series, int width) {
        OptionalDouble highest = OptionalDouble.empty();
        for (int i = Math.max(0, series.size() - width); i < series.size(); i++) {
            if (series.get(i).isNumber()) {
                highest = OptionalDouble.of(
                        Math.max(highest.orElse(0), series.get(i).doubleValue()));
            }
        }
        return highest;
    }
}
