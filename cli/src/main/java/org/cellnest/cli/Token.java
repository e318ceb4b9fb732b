package org.cellnest.cli;

/**
 * What a router asks for before it answers.
 *
 * @param value never shown
 * @param origin where it came from, for complaints
 */
record Token(String value, String origin) {
    /** The value of the Authorization header (RFC 6750). */
    String authorization() {
        return "Bearer " + value;
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "the token from " + origin;
    }
}
