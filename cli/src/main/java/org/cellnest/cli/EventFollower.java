package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Follows the events of a router until standard output is closed. After a lost connection it continues after the last
 * event. After a restart of the router, which numbers events anew, it starts from the first.
 */
final class EventFollower {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Console console;
    private final EventPrinter printer;
    private final Duration silence;
    private long last;
    private String incarnation;

    /**
     * Creates a follower.
     *
     * @param last the id of the last event that was printed, 0 for none
     * @param silence the time without data after which the connection counts as lost
     */
    EventFollower(Console console, EventPrinter printer, long last, String incarnation, Duration silence) {
        this.console = console;
        this.printer = printer;
        this.last = last;
        this.incarnation = incarnation;
        this.silence = silence;
    }

    /** Returns once standard output is closed; throws if the router refuses to continue. */
    void follow() {
        Duration pause = FIRST_PAUSE;
        boolean lost = false;
        while (true) {
            long before = last;
            String trouble = "the router ended it";
            try {
                if (lost) {
                    noticeRestart();
                }
                if (!readOn(lost)) {
                    return;
                }
            } catch (IOException e) {
                trouble = Failures.reason(e);
            } catch (NestException e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                trouble = e.line();
            }
            if (!lost || last != before) {
                console.note("(the stream of events broke off: " + trouble + "; trying again)");
                pause = FIRST_PAUSE;
            }
            lost = true;
            if (!await(pause)) {
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    /** Returns false once standard output is closed, true at the end of the stream. */
    private boolean readOn(boolean again) throws IOException {
        InputStream in = console.router().stream("/v1/events", "text/event-stream", Long.toString(last));
        try (SilenceWatch watch =
                new SilenceWatch(in, silence, console.cliEnvironment().nanoClock())) {
            EventLines events = new EventLines(in, watch::heard);
            boolean first = again;
            for (JsonNode event = events.nextOfStream(); event != null; event = events.nextOfStream()) {
                long id = Json.whole(event, "id");
                if (first && last > 0 && id > last + 1) {
                    console.note("(" + Numbers.count(id - last - 1, "event") + " missed)");
                }
                first = false;
                last = id;
                if (!printer.print(event)) {
                    return false;
                }
            }
            return true;
        }
    }

    private void noticeRestart() {
        String now = incarnation(console);
        if (!now.equals(incarnation)) {
            console.note("(the router has restarted; its events count anew)");
            incarnation = now;
            last = 0;
        }
    }

    static String incarnation(Console console) {
        return Json.text(console.router().get("/v1/nest").path("router"), "incarnation");
    }

    private boolean await(Duration pause) {
        try {
            console.cliEnvironment().pause().await(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
