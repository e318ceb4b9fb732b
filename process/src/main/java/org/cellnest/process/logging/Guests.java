package org.cellnest.process.logging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which deployment logs: by the context class loader of the thread, which the threads that a deployment starts
 * inherit. Any thread.
 */
final class Guests {
    /** Loggers by which a deployment logs through its context, in whichever thread: this and its name. */
    private static final String OF_CONTEXT = "cell.";

    /** The prefixes of the host's own loggers, which also write on threads of deployments. */
    private static final List<String> HOST = List.of(
            "org.cellnest.runtime.",
            "org.cellnest.process.",
            "org.cellnest.protocol.",
            "org.cellnest.transport.",
            "org.cellnest.telemetry.",
            "org.cellnest.session.",
            "org.cellnest.dev.",
            "org.cellnest.file",
            "org.cellnest.access");

    private static volatile Function<ClassLoader, @Nullable String> deployments = loader -> null;

    private Guests() {}

    static void identifyBy(Function<ClassLoader, @Nullable String> deploymentByLoader) {
        deployments = deploymentByLoader;
    }

    /** The deployment that logs to a logger just now; null for the host itself. */
    static @Nullable String current(String logger) {
        if (logger.startsWith(OF_CONTEXT)) {
            return logger.substring(OF_CONTEXT.length());
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? null : deployments.apply(loader);
    }

    /** Whether the host writes to a logger, about a deployment perhaps. */
    static boolean isOfHost(String logger) {
        if (!logger.startsWith("org.cellnest.")) {
            return false;
        }
        for (String prefix : HOST) {
            if (logger.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
