package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nest events}: what has happened in the nest, and what happens. */
@Command(name = "events", description = "Shows what has happened in the nest; with -f goes on with what happens.")
final class EventsCommand implements Callable<Integer> {
    /** Three times what a router leaves between two signs of life. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** As many as a router keeps. */
    private static final int MOST = 1000;

    private final Console console;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until Ctrl-C, over restarts of the router.")
    private boolean follow;

    @Option(names = "--since", paramLabel = "ID", description = "All that followed the event with this id.")
    private @Nullable Long since;

    @Option(names = "-n", paramLabel = "N", description = "The last N (default: 20; of --since: all).")
    private @Nullable Integer most;

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (since != null && since < 0) {
            throw NestException.usage("--since " + since + " (expected: 0 or more)");
        }
        if (most != null && (most < 0 || most > MOST)) {
            throw NestException.usage("-n " + most + " (expected: 0 to " + MOST + ")");
        }
        EventPrinter printer = new EventPrinter(console);
        String incarnation = follow ? EventFollower.incarnation(console) : "";
        long last = since == null ? 0 : since;
        boolean read = true;
        for (JsonNode event : past()) {
            read = read && printer.print(event);
            last = Json.whole(event, "id");
        }
        if (follow && read) {
            new EventFollower(console, printer, last, incarnation, SILENCE).follow();
        }
        return ExitCode.OK;
    }

    /** The events that the router still has, the last of them as many as are wanted. */
    private Deque<JsonNode> past() {
        int wanted = most != null ? most : since != null ? MOST : 20;
        Deque<JsonNode> past = new ArrayDeque<>();
        String path = "/v1/events?follow=false&since=" + (since == null ? 0 : since);
        try (InputStream in = console.router().stream(path, "application/x-ndjson", null)) {
            EventLines events = new EventLines(in, () -> {});
            for (JsonNode event = events.nextOfLines(); event != null; event = events.nextOfLines()) {
                past.add(event);
                if (past.size() > Math.max(1, wanted)) {
                    past.remove();
                }
            }
        } catch (IOException e) {
            throw NestException.unreachable("the events broke off (" + Failures.reason(e) + ")");
        }
        return past;
    }
}
