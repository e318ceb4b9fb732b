package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A deployment's version and its place in the order: numbers by value ({@code 1.9 < 1.10}), missing ones as 0 ({@code
 * 1.0} equals {@code 1}), a pre-release below its release ({@code 2.0-rc1 < 2.0}), no version below every version. What
 * follows a {@code +} does not count, as in Semantic Versioning 2.0, rule 10. Immutable.
 */
record Version(String text) implements Comparable<Version> {
    /** What a file without a version has. */
    static final Version NONE = new Version("");

    private static final Pattern PART = Pattern.compile("[0-9]+|[A-Za-z]+");
    private static final Pattern RELEASE = Pattern.compile("final|ga|release");

    @Override
    public int compareTo(Version other) {
        if (text.isEmpty() || other.text.isEmpty()) {
            return Boolean.compare(!text.isEmpty(), !other.text.isEmpty());
        }
        List<String> mine = parts();
        List<String> theirs = other.parts();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = comparePart(i < mine.size() ? mine.get(i) : "", i < theirs.size() ? theirs.get(i) : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private List<String> parts() {
        String counted = text.toLowerCase(Locale.ROOT);
        int build = counted.indexOf('+');
        Matcher matcher = PART.matcher(build < 0 ? counted : counted.substring(0, build));
        List<String> parts = new ArrayList<>();
        while (matcher.find()) {
            String part = matcher.group();
            if (!RELEASE.matcher(part).matches()) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** A word is a pre-release and so below the end of the text, which is below or equal to any number. */
    private static int comparePart(String mine, String theirs) {
        boolean word = isWord(mine);
        if (word != isWord(theirs)) {
            return word ? -1 : 1;
        }
        return word ? mine.compareTo(theirs) : compareNumbers(mine, theirs);
    }

    private static int compareNumbers(String mine, String theirs) {
        String a = withoutLeadingZeros(mine);
        String b = withoutLeadingZeros(theirs);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String withoutLeadingZeros(String number) {
        int from = 0;
        while (from < number.length() && number.charAt(from) == '0') {
            from++;
        }
        return number.substring(from);
    }

    private static boolean isWord(String part) {
        return !part.isEmpty() && !Character.isDigit(part.charAt(0));
    }

    @Override
    public String toString() {
        return text;
    }
}
