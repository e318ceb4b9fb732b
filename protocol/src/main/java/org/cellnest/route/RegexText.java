package org.cellnest.route;

/**
 * Analyzes RE2 expressions as text before they are compiled. Finds the end of an expression within a template, and
 * bounds the size of its program. RE2/J expands counted repeats without a bound on nested ones, so compiling {@code
 * ((a{999}){999}){999}} would exhaust the heap. Stateless.
 */
final class RegexText {
    /** The value at which {@link #programBound} stops counting. */
    static final int COUNTED = 1 << 20;

    private RegexText() {}

    /**
     * Returns the index of the brace that closes a variable, or -1. Braces count in pairs, except braces that are
     * escaped, quoted ({@code \Q..\E}) or in a character class.
     */
    static int closingBrace(String text, int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            switch (text.charAt(i)) {
                case '\\' -> i = afterEscape(text, i);
                case '[' -> i = afterClass(text, i);
                case '{' -> {
                    depth++;
                    i++;
                }
                case '}' -> {
                    if (depth == 0) {
                        return i;
                    }
                    depth--;
                    i++;
                }
                default -> i++;
            }
        }
        return -1;
    }

    /** Returns an upper bound of the instructions that the expression compiles to, at most {@link #COUNTED}. */
    static int programBound(String regex) {
        long[] sums = new long[regex.length() + 1]; // of each open group: all alternatives but the last atom
        long[] atoms = new long[regex.length() + 1]; // of each open group: the last atom, which a repeat multiplies
        int depth = 0;
        int i = 0;
        while (i < regex.length()) {
            int next = i + 1;
            switch (regex.charAt(i)) {
                case '(' -> {
                    depth++;
                    sums[depth] = 0;
                    atoms[depth] = 0;
                }
                case ')' -> {
                    if (depth > 0) {
                        long group = sums[depth] + atoms[depth] + 3;
                        depth--;
                        sums[depth] += atoms[depth];
                        atoms[depth] = group;
                    }
                }
                case '*', '+', '?', '|' -> atoms[depth] += 2;
                case '{' -> {
                    int close = regex.indexOf('}', i);
                    int times = close < 0 ? 0 : times(regex.substring(i + 1, close));
                    if (times > 0) {
                        atoms[depth] = (atoms[depth] + 2) * times;
                        next = close + 1;
                    } else {
                        atom(sums, atoms, depth, 1);
                    }
                }
                case '\\' -> {
                    next = afterEscape(regex, i);
                    atom(sums, atoms, depth, next - i);
                }
                case '[' -> {
                    next = afterClass(regex, i);
                    atom(sums, atoms, depth, 1);
                }
                default -> atom(sums, atoms, depth, 1);
            }
            if (sums[depth] + atoms[depth] >= COUNTED) {
                return COUNTED;
            }
            i = next;
        }
        long total = 4;
        for (; depth >= 0; depth--) {
            total += sums[depth] + atoms[depth];
        }
        return (int) Math.min(total, COUNTED);
    }

    private static void atom(long[] sums, long[] atoms, int depth, int size) {
        sums[depth] += atoms[depth];
        atoms[depth] = size;
    }

    /**
     * Returns the maximum number of copies that a repeat such as {@code 2}, {@code 2,} or {@code 2,4} makes; 0 if the
     * text is no repeat.
     */
    private static int times(String repeat) {
        int comma = repeat.indexOf(',');
        String least = comma < 0 ? repeat : repeat.substring(0, comma);
        String most = comma < 0 ? "" : repeat.substring(comma + 1);
        if (!isNumber(least) || !(most.isEmpty() || isNumber(most))) {
            return 0;
        }
        int n = Integer.parseInt(least) + 1;
        return most.isEmpty() ? n : Math.max(n, Integer.parseInt(most));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int afterEscape(String text, int backslash) {
        int i = backslash + 1;
        if (i >= text.length()) {
            return i;
        }
        char escaped = text.charAt(i);
        if (escaped == 'Q') {
            int end = text.indexOf("\\E", i);
            return end < 0 ? text.length() : end + 2;
        }
        boolean braced = (escaped == 'p' || escaped == 'P' || escaped == 'x') && text.startsWith("{", i + 1);
        if (braced) {
            int close = text.indexOf('}', i);
            return close < 0 ? text.length() : close + 1;
        }
        return i + 1;
    }

    private static int afterClass(String text, int bracket) {
        int i = bracket + 1;
        if (text.startsWith("^", i)) {
            i++;
        }
        if (text.startsWith("]", i)) {
            i++; // the first one is a member
        }
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ']') {
                return i + 1;
            }
            int named = c == '[' && text.startsWith(":", i + 1) ? text.indexOf(":]", i + 2) : -1;
            if (named >= 0) {
                i = named + 2;
            } else {
                i += c == '\\' ? 2 : 1;
            }
        }
        return text.length();
    }
}
