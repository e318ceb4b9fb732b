package org.cellnest.http;

/** Signals that a path breaks a rule. Carries no stack trace, since clients may cause any number of them. */
public final class BadPathException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    BadPathException(String detail) {
        super(detail, null, false, false);
        this.detail = detail;
    }

    /** Returns the violation and its place in the path, for the client. */
    public String detail() {
        return detail;
    }
}
