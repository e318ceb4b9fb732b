package org.cellnest.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A style of text for people: with or without colour, with or without characters beyond ASCII.
 *
 * @param colour whether to use ANSI colours
 * @param unicode whether the terminal's character set has bars and an ellipsis
 */
record Style(boolean colour, boolean unicode) {
    /** A colour or attribute of text. */
    enum Colour {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36"),
        REVERSE("7");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    private static final List<String> BLOCKS = List.of("▁", "▂", "▃", "▄", "▅", "▆", "▇", "█");
    private static final List<String> ASCII_BLOCKS = List.of("_", ".", "-", "=", "o", "O", "#", "@");

    /** Whether the locale's variables name UTF-8; true if none is set. */
    static boolean isUnicode(Map<String, String> environment) {
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                String locale = value.toUpperCase(Locale.ROOT);
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return true;
    }

    String paint(Colour with, String text) {
        if (!colour || with == Colour.PLAIN || text.isEmpty()) {
            return text;
        }
        return "\u001b[" + with.code + "m" + text + "\u001b[0m";
    }

    String ellipsis() {
        return unicode ? "…" : "~";
    }

    String bar() {
        return unicode ? "█" : "#";
    }

    /** Returns eight characters, from the lowest to the highest. */
    List<String> blocks() {
        return unicode ? BLOCKS : ASCII_BLOCKS;
    }
}
