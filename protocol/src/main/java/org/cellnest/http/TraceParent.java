package org.cellnest.http;

/** Validates the {@code traceparent} field (W3C Trace Context, section 3.2). Stateless. */
public final class TraceParent {
    /** The length of a value of version 00. */
    public static final int LENGTH = 55;

    private TraceParent() {}

    /**
     * Whether a value may be forwarded. It must have the form {@code version-traceid-parentid-flags} in lower-case
     * hexadecimal, with ids that are not all zero and a version other than ff. A later version may be followed by a
     * dash and more.
     */
    public static boolean isValid(String value) {
        if (value.length() < LENGTH || value.charAt(2) != '-' || value.charAt(35) != '-' || value.charAt(52) != '-') {
            return false;
        }
        boolean firstVersion = value.startsWith("00");
        if (value.startsWith("ff") || (value.length() > LENGTH && (firstVersion || value.charAt(LENGTH) != '-'))) {
            return false;
        }
        return hex(value, 0, 2) && hex(value, 53, 55) && id(value, 3, 35) && id(value, 36, 52);
    }

    private static boolean id(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value.charAt(i) != '0') {
                return hex(value, from, to);
            }
        }
        return false;
    }

    private static boolean hex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexDigits.isLower(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
