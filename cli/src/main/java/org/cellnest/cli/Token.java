package org.cellnest.cli;

/**
 * A token that a router requires.
 *
 * @param value never shown
 * @param origin the source of the token, for error messages
 */
record Token(String value, String origin) {
    /** Returns the value of the Authorization header (RFC 6750). */
    String authorization() {
        return "Bearer " + value;
    }

    /** Returns a description without the value. */
    @Override
    public String toString() {
        return "the token from " + origin;
    }
}
