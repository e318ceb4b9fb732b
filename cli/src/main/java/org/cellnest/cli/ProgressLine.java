package org.cellnest.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line on standard error that shows how much of a file has moved. It is drawn over itself, and shown on a terminal
 * only. One thread.
 */
final class ProgressLine {
    private static final long REDRAW_NS = 100_000_000;
    private static final int MOST_BARS = 30;
    private static final int LEAST_BARS = 5;

    private final String verb;
    private final long total;
    private final CliEnvironment cliEnvironment;
    private final boolean shown;
    private final LongSupplier nanoClock;
    private final long startedNs;
    private long drawnNs;
    private int drawnWidth;

    /**
     * Creates a line that is not drawn yet.
     *
     * @param verb what happens to the bytes, such as {@code sent}
     * @param total the length of the file in bytes; -1 if it is unknown
     * @param wanted false to draw nothing on a terminal either
     */
    ProgressLine(String verb, long total, CliEnvironment cliEnvironment, boolean wanted) {
        this.verb = verb;
        this.total = total;
        this.cliEnvironment = cliEnvironment;
        this.shown = wanted && cliEnvironment.terminal() != null;
        this.nanoClock = cliEnvironment.nanoClock();
        this.startedNs = nanoClock.getAsLong();
        this.drawnNs = startedNs - REDRAW_NS;
    }

    /** Draws the line with this many bytes, unless it was drawn a moment ago. */
    void show(long bytes) {
        long nowNs = nanoClock.getAsLong();
        if (shown && nowNs - drawnNs >= REDRAW_NS) {
            drawnNs = nowNs;
            draw(text(bytes, Math.max(1, nowNs - startedNs)));
        }
    }

    /** Removes the line, if it is drawn. */
    void clear() {
        if (drawnWidth > 0) {
            draw("");
        }
    }

    private void draw(String text) {
        PrintStream err = cliEnvironment.err();
        // Spaces in place of an escape sequence, which not every terminal knows.
        err.print("\r" + text + " ".repeat(Math.max(0, drawnWidth - Text.width(text))));
        if (text.isEmpty()) {
            err.print("\r");
        }
        err.flush();
        drawnWidth = Text.width(text);
    }

    private String text(long bytes, long elapsedNs) {
        String rate = Numbers.bytes((long) (bytes * 1e9 / elapsedNs)) + "/s";
        int room = cliEnvironment.width() - 1;
        if (total < 0) {
            return Text.cut(verb + " " + Numbers.bytes(bytes) + "  " + rate, room, "");
        }
        double part = total == 0 ? 1 : Math.min(1, (double) bytes / total);
        String figures = String.format(
                Locale.ROOT,
                "%3.0f %%  %s of %s  %s",
                Math.floor(part * 100),
                Numbers.bytes(bytes),
                Numbers.bytes(total),
                rate);
        int bars = Math.min(MOST_BARS, room - verb.length() - figures.length() - 5);
        if (bars < LEAST_BARS) {
            return Text.cut(verb + " " + figures, room, "");
        }
        int full = (int) (part * bars);
        return verb + " [" + cliEnvironment.style().bar().repeat(full) + " ".repeat(bars - full) + "] " + figures;
    }
}
