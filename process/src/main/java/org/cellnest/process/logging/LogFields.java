package org.cellnest.process.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Objects;

/** Names the log fields that identify the work behind a line: keys of SLF4J's MDC, and members of JSON lines. */
public final class LogFields {
    /** The name of the deployment with the code that runs. */
    public static final String DEPLOYMENT = "deployment";

    /** The request id, as {@code X-Request-Id} shows it. */
    public static final String REQUEST_ID = "requestId";

    private LogFields() {}

    /**
     * Returns the deployment that logs, or an empty text. The deployment of the current thread takes precedence over
     * the MDC's. Call it on the thread that logs.
     */
    static String deployment(ILoggingEvent event) {
        String deployment = Guests.current(event.getLoggerName());
        return deployment != null
                ? deployment
                : Objects.requireNonNullElse(event.getMDCPropertyMap().get(DEPLOYMENT), "");
    }

    static String requestId(ILoggingEvent event) {
        return Objects.requireNonNullElse(event.getMDCPropertyMap().get(REQUEST_ID), "");
    }
}
