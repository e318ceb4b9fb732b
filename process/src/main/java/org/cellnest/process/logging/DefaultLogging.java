package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Configures Logback before (or without) {@link ProcessLogging#start}: warnings go to the console. Loaded as a service.
 * Otherwise Logback would search the class path for files, or fall back to printing everything.
 */
public final class DefaultLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext loggerContext) {
        var root = loggerContext.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(Appenders.console(loggerContext));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
