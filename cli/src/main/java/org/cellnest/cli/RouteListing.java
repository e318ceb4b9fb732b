package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Lists the routes of a nest. Since there may be very many, the router filters, sorts and pages them. */
final class RouteListing extends Listing {
    RouteListing() {
        super("routes");
    }

    @Override
    List<String> orders() {
        return List.of("template", "rate", "p99");
    }

    /** Keeps the order, since the router has sorted the routes. */
    @Override
    void sort(List<JsonNode> items, String order) {}

    @Override
    Set<String> filters() {
        return Set.of("--deployment", "--cell");
    }

    /** Returns true, since the router has filtered the routes. */
    @Override
    boolean isOf(JsonNode item, String deployment, String cell) {
        return true;
    }

    @Override
    List<Table.Column> columns() {
        return List.of(
                right("ID"),
                left("METHOD"),
                flexible("TEMPLATE"),
                flexible("DEPLOYMENT"),
                right("CELLS"),
                right("REQ/S"),
                right("ERR/S"),
                right("MEAN"),
                right("P99"),
                right("PARKED"));
    }

    @Override
    List<Table.Cell> row(JsonNode item, Instant now) {
        JsonNode rates = item.path("rates");
        long cells = Json.whole(item, "cellCount");
        boolean failing = Json.number(rates, "errorsPerSecond").orElse(0) > 0;
        return List.of(
                cell(id(item)),
                cell(Json.text(item, "method")),
                cell(Json.text(item, "template") + (Json.yes(item, "inner") ? " (inner)" : "")),
                cell(Json.text(item, "deployment")),
                new Table.Cell(Long.toString(cells), cells == 0 ? Style.Colour.RED : Style.Colour.PLAIN),
                cell(Numbers.rate(Json.number(rates, "requestsPerSecond"))),
                new Table.Cell(
                        Numbers.rate(Json.number(rates, "errorsPerSecond")),
                        failing ? Style.Colour.RED : Style.Colour.PLAIN),
                cell(Numbers.millis(Json.number(item, "meanMs"))),
                cell(Numbers.millis(Json.number(item, "p99Ms"))),
                cell(Json.whole(item, "parked")));
    }

    @Override
    String id(JsonNode item) {
        return Json.text(item, "id");
    }

    @Override
    String searched(JsonNode item) {
        return Json.text(item, "template");
    }
}
