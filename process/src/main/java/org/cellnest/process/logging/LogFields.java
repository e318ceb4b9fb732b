package org.cellnest.process.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Objects;

/** Names what log lines say about the work they belong to: keys of SLF4J's MDC, and members of JSON lines. */
public final class LogFields {
    /** The name of the deployment whose code runs. */
    public static final String DEPLOYMENT = "deployment";

    /** The request id that people see in {@code X-Request-Id}. */
    public static final String REQUEST_ID = "requestId";

    private LogFields() {}

    /** The deployment that logs, or empty: the one whose thread this is before what the MDC says. For the logging thread. */
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
