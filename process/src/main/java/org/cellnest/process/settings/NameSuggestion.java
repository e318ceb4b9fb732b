package org.cellnest.process.settings;

import java.util.Collection;
import java.util.Locale;

/** Suggests the known name closest to a mistyped one. */
final class NameSuggestion {
    private NameSuggestion() {}

    /** Returns the candidate at the least distance; among equals, the first. */
    static String of(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            String known = candidate.toLowerCase(Locale.ROOT);
            // A known key that holds the whole of what was written, or the other way round, was only given a wrong
            // place.
            int distance = known.endsWith("." + wanted) ? 1 : distance(wanted, known);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Returns Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
