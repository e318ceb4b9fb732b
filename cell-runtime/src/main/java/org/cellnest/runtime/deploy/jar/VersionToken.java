package org.cellnest.runtime.deploy.jar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Orders the numbers and words of versions. The order is: words below the release, the end of a version, words from the
 * release on, numbers after a hyphen, numbers after a dot. Immutable.
 *
 * @param kind by which tokens are ordered first
 * @param rank among words, by Maven's list of qualifiers
 * @param text a number without leading zeros, or a word that is on no list; else empty
 * @param opens whether a hyphen, or a change between letters and digits, stands before it
 */
record VersionToken(Kind kind, int rank, String text, boolean opens) implements Comparable<VersionToken> {
    private enum Kind {
        PRE_RELEASE,
        END,
        WORD,
        HYPHEN_NUMBER,
        DOT_NUMBER
    }

    /** Stands for the tokens that a shorter version lacks. */
    static final VersionToken END = new VersionToken(Kind.END, 0, "", false);

    private static final List<String> QUALIFIERS = List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
    private static final int RELEASE = QUALIFIERS.indexOf("");

    private static final Comparator<VersionToken> ORDER = Comparator.comparing(VersionToken::kind)
            .thenComparingInt(VersionToken::rank)
            .thenComparingInt(token -> token.isNumber() ? token.text.length() : 0)
            .thenComparing(VersionToken::text);

    /** Splits a version at dots, hyphens, and where letters and digits meet; what stands for nothing is left out. */
    static List<VersionToken> of(String version) {
        String text = version.toLowerCase(Locale.ROOT);
        List<VersionToken> tokens = new ArrayList<>();
        boolean opens = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean ends = i == text.length();
            boolean separated = !ends && (text.charAt(i) == '.' || text.charAt(i) == '-');
            boolean meets = !ends && !separated && i > from && isDigit(text.charAt(i)) != isDigit(text.charAt(i - 1));
            if (!ends && !separated && !meets) {
                continue;
            }
            tokens.add(token(text.substring(from, i), opens, meets && isDigit(text.charAt(i))));
            opens = meets || (!ends && text.charAt(i) == '-');
            from = separated ? i + 1 : i;
        }
        return trimmed(tokens);
    }

    private static VersionToken token(String text, boolean opens, boolean beforeNumber) {
        if (text.isEmpty() || isDigit(text.charAt(0))) {
            return new VersionToken(
                    opens ? Kind.HYPHEN_NUMBER : Kind.DOT_NUMBER, 0, text.replaceFirst("^0+", ""), opens);
        }
        String word = switch (text) {
            case "a" -> beforeNumber ? "alpha" : text;
            case "b" -> beforeNumber ? "beta" : text;
            case "m" -> beforeNumber ? "milestone" : text;
            case "cr" -> "rc";
            case "final", "ga", "release" -> "";
            default -> text;
        };
        int rank = QUALIFIERS.indexOf(word);
        if (rank < 0) {
            return new VersionToken(Kind.WORD, QUALIFIERS.size(), word, true);
        }
        return new VersionToken(rank < RELEASE ? Kind.PRE_RELEASE : Kind.WORD, rank, "", true);
    }

    /** Removes the zeros and release words before each hyphen and at the end. */
    private static List<VersionToken> trimmed(List<VersionToken> tokens) {
        List<VersionToken> kept = new ArrayList<>();
        for (VersionToken token : tokens) {
            if (token.opens) {
                trimEnd(kept);
            }
            kept.add(token);
        }
        trimEnd(kept);
        return kept;
    }

    private static void trimEnd(List<VersionToken> tokens) {
        while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isNothing()) {
            tokens.remove(tokens.size() - 1);
        }
    }

    private boolean isNothing() {
        return isNumber() ? text.isEmpty() : rank == RELEASE;
    }

    private boolean isNumber() {
        return kind == Kind.HYPHEN_NUMBER || kind == Kind.DOT_NUMBER;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public int compareTo(VersionToken other) {
        return ORDER.compare(this, other);
    }
}
