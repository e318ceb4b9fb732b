package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The deployments of a nest, each in any number of cells. */
final class DeploymentListing extends Listing {
    DeploymentListing() {
        super("deployments");
    }

    @Override
    List<String> orders() {
        return List.of("name", "cells", "routes");
    }

    @Override
    void sort(List<JsonNode> items, String order) {
        Comparator<JsonNode> byName = byId();
        items.sort(
                switch (order) {
                    case "cells" ->
                        Comparator.<JsonNode>comparingInt(
                                        item -> item.path("cells").size())
                                .reversed()
                                .thenComparing(byName);
                    case "routes" ->
                        Comparator.<JsonNode>comparingLong(item -> Json.whole(item, "routes"))
                                .reversed()
                                .thenComparing(byName);
                    default -> byName;
                });
    }

    @Override
    Set<String> filters() {
        return Set.of("--cell", "--deployment");
    }

    @Override
    boolean isOf(JsonNode item, String deployment, String cell) {
        return (deployment.isEmpty() || id(item).equals(deployment))
                && (cell.isEmpty()
                        || Json.items(item, "cells").stream()
                                .anyMatch(one -> Json.text(one, "cell").equals(cell)));
    }

    @Override
    List<Table.Column> columns() {
        return List.of(
                flexible("DEPLOYMENT"),
                left("STATE"),
                flexible("VERSIONS"),
                right("CELLS"),
                right("ROUTES"),
                flexible("REASON"));
    }

    @Override
    List<Table.Cell> row(JsonNode item, Instant now) {
        List<JsonNode> cells = Json.items(item, "cells");
        List<JsonNode> refused = cells.stream()
                .filter(cell -> cell.path("accepted").isBoolean() && !Json.yes(cell, "accepted"))
                .toList();
        String state = refused.isEmpty()
                ? "accepted"
                : refused.size() == cells.size() ? "refused" : "refused by " + refused.size();
        return List.of(
                cell(id(item)),
                new Table.Cell(state, refused.isEmpty() ? Style.Colour.GREEN : Style.Colour.RED),
                cell(String.join(", ", Json.texts(item, "versions"))),
                cell(cells.size()),
                cell(Json.whole(item, "routes")),
                cell(refused.isEmpty() ? "" : Json.text(refused.get(0), "reason")));
    }

    @Override
    String rareTitle() {
        return "STANDBY";
    }

    /** The jars that would serve if what serves were taken away, in whichever cell. */
    @Override
    String rare(JsonNode item) {
        Set<String> files = new TreeSet<>();
        Json.items(item, "cells").forEach(cell -> files.addAll(Json.texts(cell, "standby")));
        return String.join(", ", files);
    }

    @Override
    String id(JsonNode item) {
        return Json.text(item, "name");
    }

    @Override
    String searched(JsonNode item) {
        StringBuilder text = new StringBuilder(id(item));
        Json.texts(item, "versions").forEach(version -> text.append(' ').append(version));
        Json.items(item, "cells").forEach(cell -> text.append(' ').append(Json.text(cell, "cell")));
        return text.toString();
    }
}
