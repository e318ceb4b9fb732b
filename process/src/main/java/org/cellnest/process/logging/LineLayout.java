package org.cellnest.process.logging;

import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.cellnest.process.text.VisibleText;

/**
 * Lays out an event as a line for people, and an exception as indented lines below it. Every part is escaped and
 * bounded here. That includes thread, logger and fields, since code of a deployment chooses those too.
 */
public final class LineLayout extends LayoutBase<ILoggingEvent> {
    static final int MAX_MESSAGE = 8_192;
    static final int MAX_FIELD = 128;
    private static final int LOGGER_LENGTH = 36;

    private final DateTimeFormatter time;
    private final boolean detailed;
    private final boolean requestIds;
    private final TraceWriter traces;
    private final TargetLengthBasedClassNameAbbreviator abbreviator =
            new TargetLengthBasedClassNameAbbreviator(LOGGER_LENGTH);

    private LineLayout(String time, boolean detailed, boolean requestIds, TraceWriter traces) {
        this.time = DateTimeFormatter.ofPattern(time).withZone(ZoneId.systemDefault());
        this.detailed = detailed;
        this.requestIds = requestIds;
        this.traces = traces;
    }

    /** Returns the layout of a console: time of day, level, fields, message. */
    static LineLayout console() {
        return new LineLayout("HH:mm:ss.SSS", false, true, new TraceWriter(List.of(), true));
    }

    /** Returns the layout of a file: date and time, level, thread, logger, fields, message. */
    static LineLayout file() {
        return new LineLayout("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", true, true, new TraceWriter(List.of(), true));
    }

    /**
     * Returns the layout for the author of a cell: time of day, level, deployment, message. Stack traces omit class
     * loaders.
     *
     * @param leftOut prefixes of the names of classes with omitted frames
     */
    public static LineLayout author(List<String> leftOut) {
        return new LineLayout("HH:mm:ss", false, false, new TraceWriter(leftOut, false));
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder out = new StringBuilder(160);
        time.formatTo(event.getInstant(), out);
        String level = event.getLevel().toString();
        out.append(' ')
                .append(level)
                .append(" ".repeat(Math.max(0, 5 - level.length())))
                .append(' ');
        if (detailed) {
            out.append('[');
            VisibleText.append(event.getThreadName(), MAX_FIELD, out);
            out.append("] ");
            VisibleText.append(abbreviator.abbreviate(event.getLoggerName()), MAX_FIELD, out);
            out.append(' ');
        }
        fields(event, out);
        VisibleText.append(String.valueOf(event.getFormattedMessage()), MAX_MESSAGE, out);
        out.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            traces.append(thrown, out);
        }
        return out.toString();
    }

    private void fields(ILoggingEvent event, StringBuilder out) {
        String deployment = LogFields.deployment(event);
        String requestId = requestIds ? LogFields.requestId(event) : "";
        if (deployment.isEmpty() && requestId.isEmpty()) {
            return;
        }
        out.append('[');
        VisibleText.append(deployment, MAX_FIELD, out);
        if (!requestId.isEmpty()) {
            out.append(deployment.isEmpty() ? "" : " ");
            VisibleText.append(requestId, MAX_FIELD, out);
        }
        out.append("] ");
    }
}
