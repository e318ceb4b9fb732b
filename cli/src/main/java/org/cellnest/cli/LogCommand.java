package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code nest log}: shows and changes the log levels of deployments in cells. */
@Command(
        name = "log",
        description = "Shows from which levels on cells log what deployments say; with a level changes it in all cells"
                + " that serve the deployment now, until they restart.")
final class LogCommand implements Callable<Integer> {
    private static final String DEFAULT = "default";
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off", DEFAULT);

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DEPLOYMENT", description = "Of this deployment alone.")
    private @Nullable String deployment;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "trace, debug, info, warn, error, off; default: as the cells' settings say.")
    private @Nullable String level;

    LogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (deployment == null || level == null) {
            return show(deployment);
        }
        if (!LEVELS.contains(level)) {
            throw NestException.usage(level + " (expected: " + String.join(", ", LEVELS) + ")");
        }
        JsonNode answer = console.router()
                .ask(
                        "POST",
                        "/v1/deployments/" + RouterClient.escape(deployment) + "/log-level"
                                + (level.equals(DEFAULT) ? "" : "?level=" + level));
        if (console.options().json()) {
            console.print(answer);
        } else {
            List<String> ids = Json.texts(answer, "cells");
            String cells = Text.safe(String.join(", ", ids));
            String until = ids.size() == 1 ? ", until it restarts" : ", until they restart";
            String how = level.equals(DEFAULT)
                    ? "is logged as the settings say by "
                    : level.equals("off") ? "is not logged by " : "is logged from " + level + " on by ";
            console.print(Text.safe(deployment) + " " + how + cells + (level.equals(DEFAULT) ? "" : until));
        }
        return ExitCode.OK;
    }

    private int show(@Nullable String only) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode found = document.putArray("deployments");
        Table table = new Table(List.of(
                new Table.Column("DEPLOYMENT", Table.Kind.FLEXIBLE),
                new Table.Column("CELL", Table.Kind.FLEXIBLE),
                new Table.Column("LEVEL", Table.Kind.LEFT)));
        for (JsonNode item : Json.items(console.router().get("/v1/deployments"), "deployments")) {
            String name = Json.text(item, "name");
            if (only != null && !only.equals(name)) {
                continue;
            }
            for (JsonNode cell : Json.items(item, "cells")) {
                String at = Json.text(cell, "logLevel");
                found.addObject()
                        .put("deployment", name)
                        .put("cell", Json.text(cell, "cell"))
                        .put("level", at);
                table.add(List.of(Table.Cell.of(name), Table.Cell.of(Json.text(cell, "cell")), Table.Cell.of(at)));
            }
        }
        if (console.options().json()) {
            console.print(document);
        } else if (only == null || !found.isEmpty()) {
            console.print(table);
        }
        if (only != null && found.isEmpty()) {
            throw NestException.refused("no cell serves " + only + " (nest ls deployments lists what is served)");
        }
        return ExitCode.OK;
    }
}
