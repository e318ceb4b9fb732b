package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints for people all details of a cell, gateway or route. */
final class DetailPrinter {
    private DetailPrinter() {}

    static void cell(Console console, JsonNode cell) {
        Instant now = console.cliEnvironment().clock().instant();
        console.print(new Details()
                .add("cell", Json.text(cell, "id"))
                .add("state", Json.text(cell, "state"))
                .add("since", sinceAndAge(cell, now))
                .add("address", Json.text(cell, "address"))
                .add("key", Listing.key(cell))
                .add("labels", CellListing.labels(cell))
                .add("weight", Json.whole(cell, "weight"))
                .add("load", Json.whole(cell, "inFlight") + " in flight of " + Json.whole(cell, "concurrency"))
                .add("running", Json.whole(cell, "running"))
                .add("waiting", Json.whole(cell, "waiting"))
                .add("oldest", Numbers.millis(Json.number(cell, "oldestMs")))
                .add("heard", Numbers.millis(Json.number(cell, "lastHeardMs")))
                .add("req/s", Numbers.rate(Json.number(cell.path("rates"), "requestsPerSecond")))
                .add("requests", Json.whole(cell, "requests"))
                .add("routes", Json.whole(cell, "routes"))
                .add("incarnation", Json.text(cell, "incarnation"))
                .add("session", Json.text(cell, "session"))
                .lines(console.style()));
        List<JsonNode> details = Json.items(cell, "deploymentDetails");
        list(
                console,
                "deployments",
                details.isEmpty() ? Json.items(cell, "deployments") : details,
                List.of("name", "version", "jar", "routes", "reason"));
        list(console, "failures", Json.items(cell, "failures"), List.of("file", "deployment", "reason", "since"));
        List<JsonNode> routes = Json.items(cell, "routeList");
        routes.sort(Comparator.<JsonNode, String>comparing(route -> Json.text(route, "template"))
                .thenComparing(route -> Json.text(route, "method")));
        list(console, "routes", routes, List.of("id", "method", "template"));
        counters(console, cell);
    }

    static void gateway(Console console, JsonNode gateway) {
        Instant now = console.cliEnvironment().clock().instant();
        console.print(new Details()
                .add("gateway", Json.text(gateway, "id"))
                .add("state", Json.yes(gateway, "draining") ? "draining" : "serving")
                .add("http", http(gateway))
                .add("since", sinceAndAge(gateway, now))
                .add("address", Json.text(gateway, "address"))
                .add("key", Listing.key(gateway))
                .add("version", Json.text(gateway, "version"))
                .add("lanes", Json.whole(gateway, "lanes"))
                .add("outstanding", Json.whole(gateway, "outstanding") + " of " + Json.whole(gateway, "maxOutstanding"))
                .add("heard", Numbers.millis(Json.number(gateway, "lastHeardMs")))
                .add("req/s", Numbers.rate(Json.number(gateway.path("rates"), "requestsPerSecond")))
                .add("incarnation", Json.text(gateway, "incarnation"))
                .add("session", Json.text(gateway, "session"))
                .lines(console.style()));
        counters(console, gateway);
    }

    private static String http(JsonNode gateway) {
        String problem = Json.text(gateway, "httpProblem");
        return Json.text(gateway, "http") + (problem.isEmpty() ? "" : " (not verified: " + problem + ")");
    }

    static void route(Console console, JsonNode route) {
        console.print(routeDetails(route).lines(console.style()));
        list(
                console,
                "parameters",
                Json.items(route, "parameters"),
                List.of("name", "in", "type", "required", "default"));
        schema(console, "request", route.path("request"));
        schema(console, "response", route.path("response"));
    }

    static Details routeDetails(JsonNode route) {
        List<String> requests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> status : route.path("requests").properties()) {
            requests.add(status.getKey() + ": " + status.getValue().asLong());
        }
        JsonNode idempotent = route.path("idempotent");
        return new Details()
                .add("route", Json.text(route, "id"))
                .add("method", Json.text(route, "method"))
                .add("template", Json.text(route, "template"))
                .add("description", Json.text(route, "description"))
                .add("deployment", Json.text(route, "deployment"))
                .add("cells", cells(route))
                .add("timeout", timeout(route))
                .add("idempotent", idempotent.isBoolean() ? idempotent.asText() : "by method")
                .add("inner", Json.yes(route, "inner") ? "yes, gateways do not show it" : "")
                .add("produces", Json.text(route, "produces"))
                .add("requests", String.join("  ", requests))
                .add("req/s", Numbers.rate(Json.number(route.path("rates"), "requestsPerSecond")))
                .add("errors/s", Numbers.rate(Json.number(route.path("rates"), "errorsPerSecond")))
                .add("mean", Numbers.millis(Json.number(route, "meanMs")))
                .add("p99", Numbers.millis(Json.number(route, "p99Ms")))
                .add("parked", Json.whole(route, "parked"));
    }

    /** Returns the timeout. A route without one uses the nest's, which the router does not report. */
    private static String timeout(JsonNode route) {
        return Json.whole(route, "timeoutMs") == 0
                ? "nest.request-timeout"
                : Numbers.millis(Json.number(route, "timeoutMs"));
    }

    private static String cells(JsonNode route) {
        List<String> some = Json.texts(route, "cells");
        long more = Json.whole(route, "cellCount") - some.size();
        String listed = some.isEmpty() ? "none" : String.join(", ", some);
        return more > 0 ? listed + " and " + more + " more" : listed;
    }

    private static String sinceAndAge(JsonNode item, Instant now) {
        String since = Json.text(item, "since");
        String age = Numbers.age(since, now);
        return age.isEmpty() ? since : since + " (" + age + ")";
    }

    /** Prints a table of the fields that at least one of the items has. */
    private static void list(Console console, String title, List<JsonNode> items, List<String> fields) {
        if (items.isEmpty()) {
            return;
        }
        List<String> shown = fields.stream()
                .filter(field ->
                        items.stream().anyMatch(item -> !Json.text(item, field).isEmpty()))
                .toList();
        Table table = new Table(shown.stream()
                .map(field -> Listing.flexible(field.toUpperCase(Locale.ROOT)))
                .toList());
        for (JsonNode item : items) {
            table.add(shown.stream()
                    .map(field -> Table.Cell.of(Json.text(item, field)))
                    .toList());
        }
        heading(console, title);
        console.print(table);
    }

    private static void counters(Console console, JsonNode item) {
        Details details = new Details();
        Histograms.texts(item.path("counters")).forEach(details::add);
        List<String> lines = details.lines(console.style());
        if (!lines.isEmpty()) {
            heading(console, "counters");
            console.print(lines);
        }
    }

    private static void schema(Console console, String title, JsonNode schema) {
        if (schema.isObject()) {
            heading(console, title + " (JSON Schema)");
            for (String line : schema.toPrettyString().split("\\R", -1)) {
                console.print(Text.safe(line));
            }
        }
    }

    private static void heading(Console console, String title) {
        console.print("");
        console.print(console.style().paint(Style.Colour.BOLD, title));
    }
}
