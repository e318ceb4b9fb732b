package org.cellnest.runtime.deploy.jar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Formats a throwable with its causes and suppressed exceptions as one line of bounded length. Stateless. */
final class Causes {
    /** The longest line; a router cuts a report's reason after 1024 characters. */
    static final int MAX_CHARS = 1000;

    private static final int MAX_SENTENCE = 400;
    private static final int MAX_CAUSE = 180;
    private static final int MAX_CAUSES = 32;
    private static final String LEFT_OUT = "; ...";

    private Causes() {}

    /**
     * Appends each cause of a throwable, then its suppressed exceptions, to a sentence. If there are more causes than
     * fit, the middle ones are left out, since the last one is the root cause.
     */
    static String line(String sentence, Throwable told) {
        List<String> causes = new ArrayList<>();
        List<String> suppressed = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable at = told; at != null && seen.size() < MAX_CAUSES && seen.add(at); at = at.getCause()) {
            if (at != told) {
                causes.add("; caused by " + cut(named(at), MAX_CAUSE));
            }
            for (Throwable other : at.getSuppressed()) {
                suppressed.add("; suppressed " + cut(named(other), MAX_CAUSE));
            }
        }
        String root = causes.isEmpty() ? "" : causes.remove(causes.size() - 1);
        StringBuilder line = new StringBuilder(cut(sentence, MAX_SENTENCE));
        append(causes, line, MAX_CHARS - root.length() - LEFT_OUT.length());
        line.append(root);
        append(suppressed, line, MAX_CHARS - LEFT_OUT.length());
        return line.toString();
    }

    private static void append(List<String> parts, StringBuilder line, int maxChars) {
        for (String part : parts) {
            if (line.length() + part.length() > maxChars) {
                line.append(LEFT_OUT);
                return;
            }
            line.append(part);
        }
    }

    private static String named(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getName() : thrown.getClass().getName() + ": " + message;
    }

    /** Cuts a text to a length and replaces control characters, which might begin another line. */
    private static String cut(String text, int max) {
        String head = text.length() > max ? text.substring(0, max - 3) + "..." : text;
        return head.replaceAll("\\p{Cntrl}+", " ");
    }
}
