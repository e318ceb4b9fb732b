package org.cellnest.dev;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.cellnest.process.text.VisibleText;

/** What the author reads. Thread-safe; what one call prints stays together. */
final class Terminal {
    /** How a text is meant; a colour, where there are any. */
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

    /** A line, or several. */
    synchronized void print(String text) {
        out.println(shown(text));
        out.flush();
    }

    /** A line that begins with the time of day, and lines below it that may be empty. */
    synchronized void report(String headline, String below) {
        String time = TIME.format(clock.get());
        out.println(shown(time + " " + headline + (below.isEmpty() ? "" : "\n" + below)));
        out.flush();
    }

    /** Keeps the texts of the author's code from moving the cursor: of control characters only lines, tabs and our colours pass. */
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

    /** A text in its colour. */
    String toned(Tone tone, String text) {
        return colours && tone != Tone.PLAIN ? tone.begin + text + Tone.END : text;
    }
}
