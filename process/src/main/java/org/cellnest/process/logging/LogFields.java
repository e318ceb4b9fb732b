package org.cellnest.process.logging;

/** What log lines may say about the work they belong to: keys of SLF4J's MDC, shown by the patterns. */
public final class LogFields {
    /** The name of the deployment whose code runs. */
    public static final String DEPLOYMENT = "deployment";

    /** The request id that people see in {@code X-Request-Id}. */
    public static final String REQUEST_ID = "requestId";

    private LogFields() {}
}
