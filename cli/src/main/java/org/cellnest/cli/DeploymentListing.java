package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Lists the deployments of a nest, each of which may be in any number of cells. */
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
                        || Stream.concat(Json.items(item, "cells").stream(), failures(item))
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
                ? state(item, cells)
                : refused.size() == cells.size() ? "refused" : "refused by " + refused.size();
        return List.of(
                cell(id(item)),
                new Table.Cell(
                        state,
                        state.equals("accepted")
                                ? Style.Colour.GREEN
                                : state.equals("degraded") ? Style.Colour.YELLOW : Style.Colour.RED),
                cell(String.join(", ", Json.texts(item, "versions"))),
                cell(cells.size()),
                cell(Json.whole(item, "routes")),
                cell(refused.isEmpty() ? reason(item, now) : Json.text(refused.get(0), "reason")));
    }

    private static Stream<JsonNode> failures(JsonNode item) {
        return Json.items(item, "failures").stream();
    }

    private static String state(JsonNode item, List<JsonNode> cells) {
        boolean file =
                failures(item).anyMatch(failure -> !Json.text(failure, "file").isEmpty());
        if (file) {
            return cells.isEmpty() ? "failed" : "file failed";
        }
        return failures(item).findAny().isPresent() ? "degraded" : "accepted";
    }

    /** Returns the reason of the first failed file, else of the first other failure. */
    private static String reason(JsonNode item, Instant now) {
        JsonNode first = failures(item)
                .min(Comparator.comparing(failure -> Json.text(failure, "file").isEmpty()))
                .orElse(null);
        if (first == null) {
            return "";
        }
        long more = failures(item).count() - 1;
        String file = Json.text(first, "file");
        return (file.isEmpty() ? "" : file + " ") + "on " + Json.text(first, "cell") + " for "
                + Numbers.age(Json.text(first, "since"), now) + ": " + Json.text(first, "reason")
                + (more > 0 ? " (and " + more + " more)" : "");
    }

    @Override
    String rareTitle() {
        return "STANDBY";
    }

    /** Returns the jars in standby in any cell, which would serve if the active jar were removed. */
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
