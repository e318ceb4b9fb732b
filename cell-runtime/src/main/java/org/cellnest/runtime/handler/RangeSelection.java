package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of a file that the Range of a request selects (RFC 9110, section 14).
 *
 * <p>Where the RFC leaves a choice, it is nginx's. A Range in another unit, more than {@link #MAX_RANGES} ranges, and a
 * Range of an empty file are ignored; so are ranges that overlap, whose sum nginx bounds by the file. A malformed Range
 * is refused as an unsatisfiable one is.
 */
sealed interface RangeSelection {
    /** The maximum number of ranges in a request. */
    int MAX_RANGES = 8;

    /** The whole file: the Range is ignored. */
    record Whole() implements RangeSelection {}

    /** No byte of the file: 416. */
    record Nothing() implements RangeSelection {}

    /**
     * Ranges in the order of the request, at most {@link #MAX_RANGES}.
     *
     * @param ranges at least one; none is empty, and none overlaps another
     */
    record Parts(List<ByteRange> ranges) implements RangeSelection {
        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Parses a Range.
     *
     * @param range the value of the field
     * @param fileBytes the size of the file
     */
    static RangeSelection parse(String range, long fileBytes) {
        String unit = "bytes=";
        if (fileBytes == 0 || !range.regionMatches(true, 0, unit, 0, unit.length())) {
            return new Whole();
        }
        List<ByteRange> satisfiable = new ArrayList<>();
        int count = 0;
        int begin = unit.length();
        while (begin <= range.length()) {
            int comma = range.indexOf(',', begin);
            int end = comma < 0 ? range.length() : comma;
            String text = trimmed(range.substring(begin, end));
            begin = end + 1;
            if (text.isEmpty()) {
                continue; // an empty element of a list (RFC 9110, section 5.6.1)
            }
            if (++count > MAX_RANGES) {
                return new Whole();
            }
            RangeSpec spec = RangeSpec.parse(text);
            if (spec == null) {
                return new Nothing();
            }
            ByteRange selected = spec.within(fileBytes);
            if (selected.length() > 0) {
                satisfiable.add(selected);
            }
        }
        if (satisfiable.isEmpty()) {
            return new Nothing();
        }
        return overlap(satisfiable) ? new Whole() : new Parts(satisfiable);
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean overlap(List<ByteRange> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (ranges.get(i).overlaps(ranges.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }
}
