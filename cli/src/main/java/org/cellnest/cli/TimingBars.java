package org.cellnest.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Draws the hops of a request below each other, each as a bar that begins at the end of the previous one. */
final class TimingBars {
    /**
     * The hops in the order of a request's path; {@code park} is a part of {@code router}, and {@code total} is the
     * whole.
     */
    private static final List<String> ORDER = List.of("gateway", "router", "park", "queue", "handler", "wire");

    private static final String WITHIN_ROUTER = "park";
    private static final String TOTAL = "total";
    private static final int NAME_WIDTH = 8;
    private static final int FIGURE_WIDTH = 9;
    private static final int MOST_BARS = 60;
    private static final int LEAST_BARS = 10;

    private TimingBars() {}

    static List<String> lines(List<Hop> hops, Style style, int width) {
        List<Hop> parts = new ArrayList<>();
        for (String name : ORDER) {
            hops.stream().filter(hop -> hop.name().equals(name)).findFirst().ifPresent(parts::add);
        }
        hops.stream()
                .filter(hop -> !ORDER.contains(hop.name()) && !hop.name().equals(TOTAL))
                .forEach(parts::add);
        double sum = parts.stream()
                .filter(hop -> !hop.name().equals(WITHIN_ROUTER))
                .mapToDouble(Hop::ms)
                .sum();
        double said = hops.stream()
                .filter(hop -> hop.name().equals(TOTAL))
                .mapToDouble(Hop::ms)
                .findFirst()
                .orElse(sum);
        double whole = Math.max(sum, said);
        int room = Math.max(LEAST_BARS, Math.min(MOST_BARS, width - NAME_WIDTH - FIGURE_WIDTH - 4));
        List<String> lines = new ArrayList<>();
        double at = 0;
        double routerAt = 0;
        for (Hop hop : parts) {
            boolean within = hop.name().equals(WITHIN_ROUTER);
            routerAt = hop.name().equals("router") ? at : routerAt;
            lines.add(line(hop, within ? routerAt : at, whole, room, style));
            at += within ? 0 : hop.ms();
        }
        lines.add(label(TOTAL, said));
        return lines;
    }

    private static String line(Hop hop, double at, double whole, int room, Style style) {
        int from = whole == 0 ? 0 : Math.min(room - 1, (int) Math.round(at / whole * room));
        int to = whole == 0 ? 0 : Math.min(room, (int) Math.round((at + hop.ms()) / whole * room));
        int length = hop.ms() == 0 ? 0 : Math.max(1, to - from);
        Style.Colour colour = hop.name().equals("handler") ? Style.Colour.GREEN : Style.Colour.CYAN;
        String bar = " ".repeat(from) + style.paint(colour, style.bar().repeat(length));
        return (label(hop.name(), hop.ms()) + "  " + bar).stripTrailing();
    }

    private static String label(String name, double ms) {
        String shown = Text.safe(Text.cut(name, NAME_WIDTH, "~"));
        String figure = Numbers.millis(OptionalDouble.of(ms));
        return shown
                + " ".repeat(Math.max(0, NAME_WIDTH - Text.width(shown)) + 1)
                + " ".repeat(Math.max(0, FIGURE_WIDTH - figure.length()))
                + figure;
    }
}
