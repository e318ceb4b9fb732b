package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a command about each of some cells to the router. A refusal for one cell does not stop the others. */
abstract class CellCommand implements Callable<Integer> {
    private final Console console;
    private final String method;
    private final String suffix;
    private final String done;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of cells, as nest ls cells shows them.")
    private List<String> ids = List.of();

    /**
     * Creates a command.
     *
     * @param method the method of the request
     * @param suffix the part of the path after the cell's id
     * @param done the text for people after success
     */
    CellCommand(Console console, String method, String suffix, String done) {
        this.console = console;
        this.method = method;
        this.suffix = suffix;
        this.done = done;
    }

    @Override
    public final Integer call() {
        int code = ExitCode.OK;
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode answers = document.putArray("cells");
        for (String id : ids) {
            try {
                JsonNode answer = ask(id);
                answers.add(answer);
                if (!console.options().json()) {
                    console.print(Text.safe(id) + " " + done + inFlight(answer));
                }
            } catch (NestException e) {
                if (e.exitCode() != ExitCode.REFUSED) {
                    throw e;
                }
                console.complain(e.line());
                code = ExitCode.REFUSED;
            }
        }
        if (console.options().json()) {
            console.print(document);
        }
        return code;
    }

    private JsonNode ask(String id) {
        String path = "/v1/cells/" + RouterClient.escape(id) + suffix;
        boolean even = isMeant();
        try {
            return console.router().ask(method, even ? path : path + "?last=refuse");
        } catch (NestException e) {
            if (!e.needsConsent() || even) {
                throw e;
            }
            if (console.consents(reason(e))) {
                return console.router().ask(method, path);
            }
            throw NestException.refused(
                    reason(e) + ": nothing is changed (expected: --yes, or yes where a terminal asks)");
        }
    }

    /** Returns the refusal, without the expectation of the router's API. */
    private static String reason(NestException e) {
        return String.valueOf(e.getMessage()).replaceFirst(" \\(expected: .*", "");
    }

    /** Whether to proceed without a confirmation. */
    boolean isMeant() {
        return true;
    }

    private static String inFlight(JsonNode answer) {
        long inFlight = Json.whole(answer, "inFlight");
        return inFlight == 0 ? "" : ", " + Numbers.count(inFlight, "request") + " in flight";
    }

    @Command(
            name = "drain",
            description =
                    "Sends nothing new to these cells; what they have finishes. It lasts until resume, or until the"
                            + " router restarts. The last cell of a route is drained only where that is said.")
    static final class Drain extends CellCommand {
        @Option(
                names = {"-y", "--yes"},
                description = "Without a question, also where no other cell serves a route.")
        private boolean yes;

        Drain(Console console) {
            super(console, "POST", "/drain", "is drained");
        }

        @Override
        boolean isMeant() {
            return yes;
        }
    }

    @Command(name = "resume", description = "Sends requests to these cells again, after drain or kick.")
    static final class Resume extends CellCommand {
        Resume(Console console) {
            super(console, "POST", "/resume", "may serve again");
        }
    }

    @Command(
            name = "kick",
            description = "Ends the sessions of these cells at once and lets them back only once their process has"
                    + " restarted, or after resume. The last cell of a route is kicked only where that is said.")
    static final class Kick extends CellCommand {
        @Option(
                names = {"-y", "--yes"},
                description = "Without a question, also where no other cell serves a route.")
        private boolean yes;

        Kick(Console console) {
            super(console, "DELETE", "", "is kicked");
        }

        @Override
        boolean isMeant() {
            return yes;
        }
    }
}
