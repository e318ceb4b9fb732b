package org.cellnest.runtime.deploy;

import java.util.Collections;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes a deployment's handlers, formatters and filters away from the JVM's {@link java.util.logging} loggers. Stateless. */
final class LogHandlers {
    private LogHandlers() {}

    /** Removes and closes the handlers that are of a loader's classes, wholly or in part. */
    static void removeOf(ClassLoader loader) {
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger == null) {
                continue;
            }
            for (Handler handler : logger.getHandlers()) {
                if (isOf(loader, handler)) {
                    logger.removeHandler(handler);
                    handler.close();
                }
            }
            if (isLoadedBy(loader, logger.getFilter())) {
                logger.setFilter(null);
            }
        }
    }

    private static boolean isOf(ClassLoader loader, Handler handler) {
        Formatter formatter = handler.getFormatter();
        Filter filter = handler.getFilter();
        return isLoadedBy(loader, handler) || isLoadedBy(loader, formatter) || isLoadedBy(loader, filter);
    }

    private static boolean isLoadedBy(ClassLoader loader, @Nullable Object object) {
        return object != null && object.getClass().getClassLoader() == loader;
    }
}
