package org.cellnest.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cellnest.process.logging.ProcessLogging;
import org.jspecify.annotations.Nullable;

/** The lines that are written to the access log as long as it is open. */
final class AccessLines implements AutoCloseable {
    private final Logger logger = (Logger) ProcessLogging.access();
    private final @Nullable Level before = logger.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    AccessLines() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    /** Waits for a line with the text; returns it. */
    String await(String text) {
        Await.until(
                "a line of the access log with " + text, () -> lines.stream().anyMatch(line -> line.contains(text)));
        return lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(before);
    }
}
