package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints each event on a line, and flushes it. */
final class EventPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int TYPE_WIDTH = 18;

    private final Console console;

    EventPrinter(Console console) {
        this.console = console;
    }

    /** Prints an event. Returns false once standard output is closed. */
    boolean print(JsonNode event) {
        if (console.options().json()) {
            console.print(event);
        } else {
            console.print(line(event, console.cliEnvironment().clock().getZone(), console.style()));
        }
        return !console.cliEnvironment().out().checkError();
    }

    static String line(JsonNode event, ZoneId zone, Style style) {
        Instant at = Numbers.instant(Json.text(event, "at"));
        String time = at == null ? Text.safe(Json.text(event, "at")) : TIME.format(at.atZone(zone));
        String type = Text.safe(Json.text(event, "type"));
        return style.paint(Style.Colour.DIM, time) + "  "
                + style.paint(colour(type), type)
                + " ".repeat(Math.max(0, TYPE_WIDTH - Text.width(type)) + 2)
                + Text.safe(Json.text(event, "message"));
    }

    private static Style.Colour colour(String type) {
        return switch (type) {
            case "cell-lost",
                    "gateway-lost",
                    "cell-kicked",
                    "peer-refused",
                    "deployment-refused",
                    "deployment-failed",
                    "deployment-degraded",
                    "router-overloaded" -> Style.Colour.RED;
            case "cell-drained",
                    "cell-draining",
                    "cell-left",
                    "gateway-left",
                    "deployment-removed",
                    "routes-gone",
                    "router-draining" -> Style.Colour.YELLOW;
            default -> Style.Colour.GREEN;
        };
    }
}
