package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nest show}: all that the router knows of one thing. */
@Command(name = "show", description = "Shows all that is known of one cell, gateway or route.")
final class ShowCommand implements Callable<Integer> {
    /** What can be shown. */
    enum Subject {
        CELL("cell"),
        GATEWAY("gateway"),
        ROUTE("route");

        private final String word;

        Subject(String word) {
            this.word = word;
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return word;
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
        JsonNode answer = console.router().get("/v1/" + subject + "s/" + RouterClient.escape(id));
        if (console.options().json()) {
            console.print(answer);
        } else {
            switch (subject) {
                case CELL -> Showings.cell(console, answer);
                case GATEWAY -> Showings.gateway(console, answer);
                case ROUTE -> Showings.route(console, answer);
            }
        }
        return ExitCode.OK;
    }
}
