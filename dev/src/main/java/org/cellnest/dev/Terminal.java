package org.cellnest.dev;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.cellnest.process.text.VisibleText;

/** Prints messages for the author. Thread-safe; the output of one call stays together. */
final class Terminal {
    /** A tone of a text, shown as a colour if the terminal has colours. */
    enum Tone {
        PLAIN(""),
        GOOD("\u001b[32m"),
        BAD("\u001b[31m"),
        CHANGED("\u001b[33m"),
        STRONG("\u001b[1m");

        private static final String END = "\u001b[0m";
        private final String begin;

        Tone(String begin) {
            this.begin = begin;
        }
    }

    private static final char ESCAPE = '\u001b';
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final boolean colours;
    private final Supplier<LocalTime> clock;

    Terminal(PrintStream out, boolean colours, Supplier<LocalTime> clock) {
        this.out = out;
        this.colours = colours;
        this.clock = clock;
    }

    /** Prints a line, or several. */
    synchronized void print(String text) {
        out.println(shown(text));
        out.flush();
    }

    /** Prints a line that begins with the time of day, then the lines below it, if any. */
    synchronized void report(String headline, String below) {
        String time = TIME.format(clock.get());
        out.println(shown(time + " " + headline + (below.isEmpty() ? "" : "\n" + below)));
        out.flush();
    }

    /**
     * Escapes control characters, so that texts of the author's code cannot move the cursor. Only line ends, tabs and
     * our own colours pass.
     */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t' || (c == ESCAPE && isColour(text, i))) {
                shown.append(VisibleText.of(text.substring(begin, i))).append(c);
                begin = i + 1;
            }
        }
        return shown.append(VisibleText.of(text.substring(begin))).toString();
    }

    private static boolean isColour(String text, int at) {
        if (text.startsWith(Tone.END, at)) {
            return true;
        }
        for (Tone tone : Tone.values()) {
            if (tone != Tone.PLAIN && text.startsWith(tone.begin, at)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a text in the colour of its tone. */
    String toned(Tone tone, String text) {
        return colours && tone != Tone.PLAIN ? tone.begin + text + Tone.END : text;
    }
}
