package org.cellnest.http;

/** Words the refusals that a gateway and the tests of cells have in common. Stateless. */
public final class RefusalDetails {
    private RefusalDetails() {}

    /** Returns the detail of 501 for CONNECT and TRACE. */
    public static String unsupportedMethod(String method) {
        return "The method " + method + " is not supported.";
    }

    /** Returns the detail of 413. */
    public static String bodyTooLong(long maxBytes) {
        return "The body is longer than " + maxBytes + " bytes.";
    }
}
