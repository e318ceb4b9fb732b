package org.cellnest.process.ops;

/** Rejects a request to the ops port with a problem (RFC 9457): the status, the value found, and the value expected. */
public final class OpsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates a rejection.
     *
     * @param status 400 to 599
     * @param detail the value found and the value expected, for people
     */
    public OpsException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the value found and the value expected. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
