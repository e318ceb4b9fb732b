package org.cellnest.http;

/** ASCII hexadecimal digits; {@link Character#digit} would take those of every script. */
public final class HexDigits {
    private HexDigits() {}

    /** 0 to 15, or -1. */
    public static int value(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static boolean isLower(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
