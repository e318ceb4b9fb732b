package org.cellnest.process.ops;

/** A request to the ops port that gets a problem (RFC 9457) for an answer: the status, and what came and what was expected. */
public final class OpsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status 400 to 599
     * @param detail what came and what was expected, for people
     */
    public OpsException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What came and what was expected. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
