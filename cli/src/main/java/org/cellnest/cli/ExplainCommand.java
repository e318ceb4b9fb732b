package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code nest explain}: shows how the router would route a request, without sending the request. */
@Command(
        name = "explain",
        description = {
            "Says which route and which cell a request would go to, and why.",
            "Exit code 1 where no route matches."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..2", paramLabel = "[METHOD] PATH", hideParamSyntax = true, description = "GET /orders/7")
    private List<String> request = List.of();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MethodAndTarget asked = MethodAndTarget.of(request);
        JsonNode answer = console.router()
                .get("/v1/explain?method=" + RouterClient.escape(asked.methodOr("GET")) + "&path="
                        + RouterClient.escape(asked.target()));
        if (console.options().json()) {
            console.print(answer);
        } else {
            print(answer);
        }
        String outcome = Json.text(answer, "outcome");
        return outcome.equals("match") || outcome.equals("options") ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void print(JsonNode answer) {
        boolean matched = Json.text(answer, "outcome").equals("match");
        console.print(console.style()
                .paint(matched ? Style.Colour.GREEN : Style.Colour.YELLOW, Text.safe(Json.text(answer, "summary"))));
        Details details =
                answer.path("route").isObject() ? DetailPrinter.routeDetails(answer.path("route")) : new Details();
        List<String> variables = new ArrayList<>();
        answer.path("variables")
                .properties()
                .forEach(variable -> variables.add(
                        variable.getKey() + "=" + variable.getValue().asText("")));
        details.add("variables", String.join("  ", variables));
        if (matched) {
            // As they come out for this request, where the route may have left them to the method or the nest.
            details.add("deadline", Numbers.millis(Json.number(answer, "timeoutMs")));
            details.add("repeatable", Json.yes(answer, "idempotent") ? "yes" : "no");
        }
        details.add("allowed", String.join(", ", Json.texts(answer, "allow")));
        List<String> lines = details.lines(console.style());
        if (!lines.isEmpty()) {
            console.print("");
            console.print(lines);
        }
        candidates(answer);
        near(answer);
        failures(answer);
    }

    private void failures(JsonNode answer) {
        List<JsonNode> failures = Json.items(answer, "failures");
        if (failures.isEmpty()) {
            return;
        }
        Table table = new Table(List.of(
                Listing.flexible("FILE"),
                Listing.flexible("DEPLOYMENT"),
                Listing.flexible("CELL"),
                Listing.left("FOR"),
                Listing.flexible("REASON")));
        for (JsonNode failure : failures) {
            table.add(List.of(
                    Listing.cell(Json.text(failure, "file")),
                    Listing.cell(Json.text(failure, "deployment")),
                    Listing.cell(Json.text(failure, "cell")),
                    Listing.cell(Numbers.age(
                            Json.text(failure, "since"),
                            console.cliEnvironment().clock().instant())),
                    Listing.cell(Json.text(failure, "reason"))));
        }
        console.print("");
        console.print(console.style().paint(Style.Colour.BOLD, "does not serve"));
        console.print(table);
    }

    private void candidates(JsonNode answer) {
        List<JsonNode> candidates = Json.items(answer, "candidates");
        if (candidates.isEmpty()) {
            return;
        }
        String pick = Json.text(answer, "pick");
        Table table = new Table(List.of(
                Listing.left(""),
                Listing.flexible("CELL"),
                Listing.left("STATE"),
                Listing.right("LOAD"),
                Listing.right("WEIGHT"),
                Listing.flexible("REASON")));
        for (JsonNode candidate : candidates) {
            String cell = Json.text(candidate, "cell");
            boolean picked = !pick.isEmpty() && cell.equals(pick);
            table.add(List.of(
                    new Table.Cell(picked ? ">" : " ", Style.Colour.GREEN),
                    new Table.Cell(cell, picked ? Style.Colour.GREEN : Style.Colour.PLAIN),
                    CellListing.state(Json.text(candidate, "state")),
                    Listing.cell(Json.whole(candidate, "inFlight") + "/" + Json.whole(candidate, "concurrency")),
                    Listing.cell(Json.whole(candidate, "weight")),
                    Listing.cell(Json.text(candidate, "reason"))));
        }
        console.print("");
        console.print(table);
    }

    private void near(JsonNode answer) {
        List<JsonNode> near = Json.items(answer, "near");
        if (near.isEmpty()) {
            return;
        }
        Table table = new Table(List.of(
                Listing.left("METHOD"),
                Listing.flexible("TEMPLATE"),
                Listing.flexible("DEPLOYMENT"),
                Listing.flexible("REASON")));
        for (JsonNode route : near) {
            table.add(List.of(
                    Listing.cell(Json.text(route, "method")),
                    Listing.cell(Json.text(route, "template")),
                    Listing.cell(Json.text(route, "deployment")),
                    Listing.cell(Json.text(route, "reason"))));
        }
        console.print("");
        console.print(console.style().paint(Style.Colour.BOLD, "near it"));
        console.print(table);
    }
}
