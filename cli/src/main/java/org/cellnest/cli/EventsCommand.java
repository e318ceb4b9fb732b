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

/** Implements {@code nest events}: prints past events of the nest, and follows new ones. */
@Command(name = "events", description = "Shows what has happened in the nest; with -f goes on with what happens.")
final class EventsCommand implements Callable<Integer> {
    /** The time without data after which a stream counts as lost: three keep-alive intervals of a router. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** The maximum number of past events, which is the number that a router keeps. */
    private static final int MOST = 1000;

    private final Console console;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until Ctrl-C, over restarts of the router.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "ID",
            description = "All that followed the event with this id, as --json shows it; 0: all that are kept.")
    private @Nullable String given;

    @Option(names = "-n", paramLabel = "N", description = "The last N (default: 20; of --since: all).")
    private @Nullable Integer most;

    /** The id of the first event received; 0 for none. */
    private long firstId;

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Long since = since();
        if (most != null && (most < 0 || most > MOST)) {
            throw NestException.usage("-n " + most + " (expected: 0 to " + MOST + ")");
        }
        EventPrinter printer = new EventPrinter(console);
        String incarnation = follow ? EventFollower.incarnation(console) : "";
        long last = since == null ? 0 : since;
        boolean read = true;
        for (JsonNode event : past(since)) {
            read = read && printer.print(event);
            last = Json.whole(event, "id");
        }
        if (follow && read) {
            new EventFollower(console, printer, last, incarnation, SILENCE).follow();
        }
        return ExitCode.OK;
    }

    /** Returns the past events that the router still has; of these, the most recent up to the requested number. */
    private Deque<JsonNode> past(@Nullable Long since) {
        int wanted = most != null ? most : since != null ? MOST : 20;
        Deque<JsonNode> past = new ArrayDeque<>();
        firstId = 0;
        try (InputStream in = open(since == null ? 0 : since)) {
            EventLines events = new EventLines(in, () -> {});
            for (JsonNode event = events.nextOfLines(); event != null; event = events.nextOfLines()) {
                firstId = firstId == 0 ? Json.whole(event, "id") : firstId;
                past.add(event);
                if (past.size() > Math.max(1, wanted)) {
                    past.remove();
                }
            }
        } catch (IOException e) {
            throw brokeOff(e);
        }
        if (since != null && since > 0) {
            check(since, past);
        }
        return past;
    }

    private @Nullable Long since() {
        if (given == null) {
            return null;
        }
        try {
            long since = Long.parseLong(given);
            if (since >= 0) {
                return since;
            }
        } catch (NumberFormatException e) {
            // The answer is the same.
        }
        throw NestException.usage("--since " + given + " (expected: the id of an event, 0 or more)");
    }

    /** Rejects an id that no event ever had. Prints a note if events after the id are no longer kept. */
    private void check(long since, Deque<JsonNode> past) {
        if (past.isEmpty()) {
            long last = lastId();
            if (since > last) {
                throw NestException.refused("--since " + since + ": no event has this id (expected: 0 to " + last
                        + "; a router that restarts counts anew)");
            }
            return;
        }
        long missing = firstId - since - 1;
        if (missing > 0) {
            console.note("(" + Numbers.count(missing, "event") + " after " + since + " no longer kept)");
        }
    }

    /** Returns the id of the latest event, 0 if there is none. */
    private long lastId() {
        long last = 0;
        try (InputStream in = open(0)) {
            EventLines events = new EventLines(in, () -> {});
            for (JsonNode event = events.nextOfLines(); event != null; event = events.nextOfLines()) {
                last = Json.whole(event, "id");
            }
        } catch (IOException e) {
            throw brokeOff(e);
        }
        return last;
    }

    private InputStream open(long since) {
        return console.router().stream("/v1/events?follow=false&since=" + since, "application/x-ndjson", null);
    }

    private static NestException brokeOff(IOException e) {
        return NestException.unreachable("the events broke off (" + Failures.reason(e) + ")");
    }
}
