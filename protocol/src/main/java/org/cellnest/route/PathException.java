package org.cellnest.route;

/** The path of a request is none that a gateway lets through. Carries no stack trace, since anyone may cause many. */
public final class PathException extends Exception {
    private static final long serialVersionUID = 1L;

    PathException(String detail) {
        super(detail, null, false, false);
    }

    /** What came and where, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
