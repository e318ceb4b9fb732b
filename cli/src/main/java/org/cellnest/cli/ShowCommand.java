package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code nest show}: prints all that the router knows of one cell, gateway or route. */
@Command(
        name = "show",
        description = "Shows all that is known of one cell, gateway or route.",
        footer = {"", "Examples:", "  nest show cell cell-a", "  nest show route 'GET' '/orders/{id}'"})
final class ShowCommand implements Callable<Integer> {
    /** A kind of object that can be shown. */
    enum Subject {
        CELL("cell"),
        GATEWAY("gateway"),
        ROUTE("route");

        private final String word;

        Subject(String word) {
            this.word = word;
        }

        /** Returns the name as written on the command line. */
        @Override
        public String toString() {
            return word;
        }
    }

    private final Console console;

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
    private Subject subject = Subject.CELL;

    @Parameters(
            index = "1..*",
            arity = "1..2",
            paramLabel = "ID",
            description =
                    "Its id, as nest ls shows it; a route's METHOD TEMPLATE too, or TEMPLATE alone where it has one"
                            + " method.")
    private List<String> names = List.of();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (subject != Subject.ROUTE && names.size() > 1) {
            throw NestException.usage(names.get(1) + " after " + subject + " " + names.get(0) + " (expected: one id)");
        }
        String id = subject == Subject.ROUTE ? RouteName.id(console.router(), names) : names.get(0);
        JsonNode answer = console.router().get("/v1/" + subject + "s/" + RouterClient.escape(id));
        if (console.options().json()) {
            console.print(answer);
        } else {
            switch (subject) {
                case CELL -> DetailPrinter.cell(console, answer);
                case GATEWAY -> DetailPrinter.gateway(console, answer);
                case ROUTE -> DetailPrinter.route(console, answer);
            }
        }
        return ExitCode.OK;
    }
}
