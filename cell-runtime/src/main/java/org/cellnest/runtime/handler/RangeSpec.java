package org.cellnest.runtime.handler;

import org.jspecify.annotations.Nullable;

/**
 * One element of a Range (RFC 9110, section 14.1.2): {@code first-last}, {@code first-} or {@code -suffix}.
 *
 * @param first the index of the first byte; -1: the range is a suffix
 * @param last the index of the last byte, or the length of a suffix; larger numbers count as {@link Long#MAX_VALUE}
 */
record RangeSpec(long first, long last) {
    /** Parses an element; null if it is malformed. */
    static @Nullable RangeSpec parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0 || !isDigits(text, 0, dash) || !isDigits(text, dash + 1, text.length()) || text.length() == 1) {
            return null;
        }
        long first = dash == 0 ? -1 : number(text.substring(0, dash));
        long last = dash + 1 == text.length() ? Long.MAX_VALUE : number(text.substring(dash + 1));
        return first > last ? null : new RangeSpec(first, last);
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Returns the bytes of a file that the element selects; of length 0, if there are none. */
    ByteRange within(long fileBytes) {
        if (first < 0) {
            long length = Math.min(last, fileBytes);
            return new ByteRange(fileBytes - length, length);
        }
        return first >= fileBytes
                ? new ByteRange(fileBytes, 0)
                : new ByteRange(first, Math.min(last, fileBytes - 1) - first + 1);
    }
}
