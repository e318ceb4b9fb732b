package org.cellnest.http;

/** Reads ASCII hexadecimal digits; {@link Character#digit} would accept the digits of every script. */
public final class HexDigits {
    private HexDigits() {}

    /** Returns 0 to 15, or -1 if the character is no hexadecimal digit. */
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
