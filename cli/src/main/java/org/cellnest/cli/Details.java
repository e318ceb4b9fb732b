package org.cellnest.cli;

import java.util.ArrayList;
import java.util.List;

/** Collects names with values and lays them out as lines; names without a value are omitted. */
final class Details {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    Details add(String name, String value) {
        if (!value.isEmpty()) {
            names.add(name);
            values.add(Text.safe(value));
        }
        return this;
    }

    Details add(String name, long value) {
        return add(name, Long.toString(value));
    }

    List<String> lines(Style style) {
        int width = names.stream().mapToInt(Text::width).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String space = " ".repeat(width - Text.width(names.get(i)) + 2);
            lines.add(style.paint(Style.Colour.DIM, names.get(i)) + space + values.get(i));
        }
        return lines;
    }
}
