package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Lists the cells that a router knows. */
final class CellListing extends Listing {
    CellListing() {
        super("cells");
    }

    @Override
    List<String> orders() {
        return List.of("id", "rate", "load", "since");
    }

    @Override
    void sort(List<JsonNode> items, String order) {
        Comparator<JsonNode> byId = byId();
        items.sort(
                switch (order) {
                    case "rate" ->
                        Comparator.comparingDouble(Listing::rateOf).reversed().thenComparing(byId);
                    case "load" ->
                        Comparator.comparingDouble(CellListing::load).reversed().thenComparing(byId);
                    case "since" ->
                        Comparator.<JsonNode, String>comparing(item -> Json.text(item, "since"))
                                .thenComparing(byId);
                    default -> byId;
                });
    }

    @Override
    Set<String> filters() {
        return Set.of("--deployment");
    }

    @Override
    boolean isOf(JsonNode item, String deployment, String cell) {
        return Json.items(item, "deployments").stream()
                .anyMatch(one -> Json.text(one, "name").equals(deployment));
    }

    @Override
    List<Table.Column> columns() {
        return List.of(
                flexible("CELL"),
                left("STATE"),
                right("LOAD"),
                right("WAITING"),
                right("REQ/S"),
                right("ROUTES"),
                flexible("DEPLOYMENTS"),
                flexible("LABELS"),
                right("HEARD"),
                right("UP"));
    }

    @Override
    List<Table.Cell> row(JsonNode item, Instant now) {
        return List.of(
                cell(id(item)),
                state(Json.text(item, "state")),
                cell(Json.whole(item, "inFlight") + "/" + Json.whole(item, "concurrency")),
                cell(Json.whole(item, "waiting")),
                cell(Numbers.rate(Json.number(item.path("rates"), "requestsPerSecond"))),
                cell(Json.whole(item, "routes")),
                cell(deployments(item)),
                cell(labels(item)),
                cell(Numbers.millis(Json.number(item, "lastHeardMs"))),
                cell(Numbers.age(Json.text(item, "since"), now)));
    }

    @Override
    String id(JsonNode item) {
        return Json.text(item, "id");
    }

    @Override
    String searched(JsonNode item) {
        return String.join(
                " ",
                id(item),
                Json.text(item, "state"),
                Json.text(item, "address"),
                key(item),
                deployments(item),
                labels(item));
    }

    static Table.Cell state(String state) {
        return new Table.Cell(
                state,
                switch (state) {
                    case "serving" -> Style.Colour.GREEN;
                    case "full", "draining", "drained" -> Style.Colour.YELLOW;
                    case "blocked", "silent", "kicked" -> Style.Colour.RED;
                    default -> Style.Colour.PLAIN;
                });
    }

    /** Returns the deployments as {@code orders 1.2, demo}; a refused deployment has an exclamation mark. */
    static String deployments(JsonNode cell) {
        List<String> texts = new ArrayList<>();
        for (JsonNode deployment : Json.items(cell, "deployments")) {
            String version = Json.text(deployment, "version");
            boolean refused = deployment.path("accepted").isBoolean() && !Json.yes(deployment, "accepted");
            texts.add(Json.text(deployment, "name") + (version.isEmpty() ? "" : " " + version) + (refused ? "!" : ""));
        }
        return String.join(", ", texts);
    }

    static String labels(JsonNode cell) {
        List<String> texts = new ArrayList<>();
        cell.path("labels")
                .properties()
                .forEach(label ->
                        texts.add(label.getKey() + "=" + label.getValue().asText("")));
        return String.join(",", texts);
    }

    private static double load(JsonNode cell) {
        return (double) Json.whole(cell, "inFlight") / Math.max(1, Json.whole(cell, "concurrency"));
    }
}
