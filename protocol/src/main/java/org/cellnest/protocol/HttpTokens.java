package org.cellnest.protocol;

/** Checks the characters of HTTP field names and values (RFC 9110, sections 5.5 and 5.6.2). Stateless. */
public final class HttpTokens {
    /**
     * The token characters, indexed by octet, since every field of every request is checked several times on its way.
     */
    private static final boolean[] TOKEN = new boolean[256];

    private static final boolean[] VALUE = new boolean[256];

    static {
        for (char c = 0; c < TOKEN.length; c++) {
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            TOKEN[c] = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            VALUE[c] = (c >= ' ' && c != 0x7f) || c == '\t';
        }
    }

    private HttpTokens() {}

    /** Whether a character may stand in a token. */
    public static boolean isTokenChar(char c) {
        return c < TOKEN.length && TOKEN[c];
    }

    /** Whether an octet may stand in a field's value: no control character but tab. */
    static boolean isValueOctet(byte octet) {
        return VALUE[octet & 0xff];
    }

    /** Whether a string is a token. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a string may be a field's value: no control character but tab, and no character beyond U+00FF. */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= VALUE.length || !VALUE[c]) {
                return false;
            }
        }
        return true;
    }
}
