package org.cellnest.process.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A file appender that is flushed periodically instead of after each line: one system call per request is too many. */
final class FlushableFileAppender extends RollingFileAppender<ILoggingEvent> {
    /** Flushes the file. Any thread. */
    void flush() {
        streamWriteLock.lock();
        try {
            @Nullable OutputStream stream = getOutputStream();
            if (stream != null) {
                stream.flush();
            }
        } catch (IOException e) {
            addError("could not flush " + getFile(), e);
        } finally {
            streamWriteLock.unlock();
        }
    }
}
