package org.cellnest.http;

/** A path breaks a rule. Carries no stack trace, since anyone may cause many. */
public final class BadPathException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    BadPathException(String detail) {
        super(detail, null, false, false);
        this.detail = detail;
    }

    /** What came and where, for the client. */
    public String detail() {
        return detail;
    }
}
