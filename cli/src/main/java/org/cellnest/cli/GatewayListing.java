package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Lists the gateways that a router knows. */
final class GatewayListing extends Listing {
    GatewayListing() {
        super("gateways");
    }

    @Override
    List<String> orders() {
        return List.of("id", "rate", "since");
    }

    @Override
    void sort(List<JsonNode> items, String order) {
        Comparator<JsonNode> byId = byId();
        items.sort(
                switch (order) {
                    case "rate" ->
                        Comparator.comparingDouble(Listing::rateOf).reversed().thenComparing(byId);
                    case "since" ->
                        Comparator.<JsonNode, String>comparing(item -> Json.text(item, "since"))
                                .thenComparing(byId);
                    default -> byId;
                });
    }

    @Override
    Set<String> filters() {
        return Set.of();
    }

    @Override
    boolean isOf(JsonNode item, String deployment, String cell) {
        return true;
    }

    @Override
    List<Table.Column> columns() {
        return List.of(
                flexible("GATEWAY"),
                left("STATE"),
                flexible("HTTP"),
                right("OUTSTANDING"),
                right("REQ/S"),
                right("LANES"),
                left("VERSION"),
                right("HEARD"),
                right("UP"));
    }

    @Override
    List<Table.Cell> row(JsonNode item, Instant now) {
        boolean draining = Json.yes(item, "draining");
        return List.of(
                cell(id(item)),
                new Table.Cell(draining ? "draining" : "serving", draining ? Style.Colour.YELLOW : Style.Colour.GREEN),
                cell(Json.text(item, "http")),
                cell(Json.whole(item, "outstanding") + "/" + Json.whole(item, "maxOutstanding")),
                cell(Numbers.rate(Json.number(item.path("rates"), "requestsPerSecond"))),
                cell(Json.whole(item, "lanes")),
                cell(Json.text(item, "version")),
                cell(Numbers.millis(Json.number(item, "lastHeardMs"))),
                cell(Numbers.age(Json.text(item, "since"), now)));
    }

    @Override
    String id(JsonNode item) {
        return Json.text(item, "id");
    }

    @Override
    String searched(JsonNode item) {
        return id(item) + " " + Json.text(item, "http") + " " + Json.text(item, "address") + " " + key(item);
    }
}
