package org.cellnest.router.control;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the edits between one text and others: characters inserted, removed or replaced, and neighbours swapped
 * (optimal string alignment). Letters that differ in case alone count once for the whole text. Once prepared, a
 * comparison costs a few operations for each character of the other text (H. Hyyrö, "A Bit-Vector Algorithm for
 * Computing Levenshtein and Damerau Edit Distances", 2003). Immutable and thread-safe.
 */
final class Spelling {
    /** The number of characters that are compared, the bits of a word; only the number of further ones counts. */
    private static final int MOST = Long.SIZE;

    private static final int ASCII = 128;

    private final String text;
    private final String folded;
    private final int length;
    /** The places of each character in the text, the first in the lowest bit. */
    private final long[] placesByAscii = new long[ASCII];

    private final Map<Character, Long> placesByOther = new HashMap<>();

    Spelling(String text) {
        this.text = text;
        this.folded = text.toLowerCase(Locale.ROOT);
        this.length = Math.min(MOST, folded.length());
        for (int i = 0; i < length; i++) {
            char c = folded.charAt(i);
            if (c < ASCII) {
                placesByAscii[c] |= 1L << i;
            } else {
                placesByOther.merge(c, 1L << i, (one, other) -> one | other);
            }
        }
    }

    int length() {
        return text.length();
    }

    /** Returns the number of edits that turn the text into another; 0 only if they are equal. */
    int distance(String other) {
        if (text.equals(other)) {
            return 0;
        }
        String otherFolded = other.toLowerCase(Locale.ROOT);
        int otherLength = Math.min(MOST, otherFolded.length());
        int behind = Math.abs((folded.length() - length) - (otherFolded.length() - otherLength));
        return Math.max(1, edits(otherFolded, otherLength) + behind);
    }

    /**
     * Walks through the table of distances column by column, with a bit for each row. A column is represented by the
     * rows where it is one more than the row above ({@code up}) and where it is one less ({@code down}).
     */
    private int edits(String other, int otherLength) {
        if (length == 0) {
            return otherLength;
        }
        long last = 1L << (length - 1);
        long up = -1;
        long down = 0;
        long kept = 0;
        long placesBefore = 0;
        int distance = length;
        for (int i = 0; i < otherLength; i++) {
            long places = places(other.charAt(i));
            long swapped = ((~kept & places) << 1) & placesBefore;
            kept = swapped | (((places & up) + up) ^ up) | places | down;
            long right = down | ~(kept | up);
            long left = kept & up;
            if ((right & last) != 0) {
                distance++;
            } else if ((left & last) != 0) {
                distance--;
            }
            right = (right << 1) | 1;
            left <<= 1;
            up = left | ~(kept | right);
            down = kept & right;
            placesBefore = places;
        }
        return distance;
    }

    private long places(char c) {
        return c < ASCII ? placesByAscii[c] : placesByOther.getOrDefault(c, 0L);
    }

    /** Whether the distance to a text is so small that one may have been meant by the other. */
    boolean isAlike(String other, int distance) {
        int longer = Math.max(text.length(), other.length());
        return distance < longer && distance <= (longer + 2) / 3;
    }
}
