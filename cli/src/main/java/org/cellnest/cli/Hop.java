package org.cellnest.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A part of a request's path, as {@code Server-Timing} reports it.
 *
 * @param name such as {@code router}
 * @param ms its duration in milliseconds
 */
record Hop(String name, double ms) {
    private static final int MAX_HOPS = 64;

    /**
     * Parses the values of {@code Server-Timing} headers; metrics without a {@code dur} have no duration and are
     * omitted.
     */
    static List<Hop> parse(List<String> headers) {
        List<Hop> hops = new ArrayList<>();
        for (String header : headers) {
            for (String metric : header.split(",", -1)) {
                String[] parts = metric.split(";", -1);
                for (int i = 1; i < parts.length && hops.size() < MAX_HOPS; i++) {
                    String[] parameter = parts[i].split("=", 2);
                    if (parameter.length == 2
                            && parameter[0].trim().toLowerCase(Locale.ROOT).equals("dur")) {
                        add(hops, parts[0].trim(), parameter[1].trim());
                    }
                }
            }
        }
        return hops;
    }

    private static void add(List<Hop> hops, String name, String duration) {
        try {
            double ms = Double.parseDouble(duration.replace("\"", ""));
            if (!name.isEmpty() && ms >= 0 && ms < Double.POSITIVE_INFINITY) {
                hops.add(new Hop(name, ms));
            }
        } catch (NumberFormatException e) {
            // Not a duration: the other side's matter, and no reason to withhold the answer.
            return;
        }
    }
}
