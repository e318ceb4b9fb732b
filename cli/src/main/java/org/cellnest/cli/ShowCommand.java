package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nest show}: all that the router knows of one thing. */
@Command(name = "show", description = "Shows all that is known of one cell, gateway or route.")
final class ShowCommand implements Callable<Integer> {
    /** What can be shown. */
    enum Subject {
        CELL("/v1/cells/", Showings::cell),
        GATEWAY("/v1/gateways/", Showings::gateway),
        ROUTE("/v1/routes/", Showings::route);

        private final String path;
        private final BiConsumer<Console, JsonNode> showing;

        Subject(String path, BiConsumer<Console, JsonNode> showing) {
            this.path = path;
            this.showing = showing;
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return this == CELL ? "cell" : this == GATEWAY ? "gateway" : "route";
        }
    }

    private final Console console;

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private Subject subject = Subject.CELL;

    @Parameters(index = "1", paramLabel = "ID", description = "Its id, as nest ls shows it.")
    private String id = "";

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        JsonNode answer = console.router().get(subject.path + RouterClient.escape(id));
        if (console.options().json()) {
            console.print(answer);
        } else {
            subject.showing.accept(console, answer);
        }
        return ExitCode.OK;
    }
}
