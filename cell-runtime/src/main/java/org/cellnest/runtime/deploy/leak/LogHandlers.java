package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.jspecify.annotations.Nullable;

/** Finds a deployment's handlers, formatters and filters at the JVM's {@link java.util.logging} loggers. Stateless. */
final class LogHandlers implements JvmRegistry {
    /** Handlers that are of the loader's classes wholly or in part are removed and closed. */
    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        List<Leak> leaks = new ArrayList<>();
        LogManager manager = LogManager.getLogManager();
        for (String name : Collections.list(manager.getLoggerNames())) {
            Logger logger = manager.getLogger(name);
            if (logger == null) {
                continue;
            }
            for (Handler handler : logger.getHandlers()) {
                if (isOf(loader, handler)) {
                    leaks.add(leak("handler", name, handler, () -> {
                        logger.removeHandler(handler);
                        handler.close();
                    }));
                }
            }
            Filter filter = logger.getFilter();
            if (filter != null && isLoadedBy(loader, filter)) {
                leaks.add(leak("filter", name, filter, () -> logger.setFilter(null)));
            }
        }
        return leaks;
    }

    private static Leak leak(String kind, String logger, Object object, Runnable removal) {
        String of = logger.isEmpty() ? "the root logger" : "logger " + logger;
        return new Leak(kind + " of " + of + " (" + object.getClass().getName() + ")", removal);
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
