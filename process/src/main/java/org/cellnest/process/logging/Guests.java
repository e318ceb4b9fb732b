package org.cellnest.process.logging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the deployment that logs, by the context class loader of the thread. Threads that a deployment starts
 * inherit it. Any thread.
 */
final class Guests {
    /** The prefix of loggers by which a deployment logs through its context, on any thread; its name follows. */
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

    /** Returns the deployment that is logging to a logger now; null for the host itself. */
    static @Nullable String current(String logger) {
        if (logger.startsWith(OF_CONTEXT)) {
            return logger.substring(OF_CONTEXT.length());
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? null : deployments.apply(loader);
    }

    /** Whether a logger belongs to the host, even if its message is about a deployment. */
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
