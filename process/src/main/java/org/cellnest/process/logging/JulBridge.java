package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Forwards records of {@link java.util.logging} to SLF4J, above the lowest level that SLF4J logs. Any thread. */
final class JulBridge {
    private JulBridge() {}

    /** Replaces the JVM's own handler, which writes to standard error. */
    static void install(Level least) {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        follow(least);
    }

    /** Sets the level below which records are dropped before they are translated. */
    static void follow(Level least) {
        LogManager.getLogManager().getLogger("").setLevel(translated(least));
    }

    static void uninstall() {
        SLF4JBridgeHandler.uninstall();
    }

    private static java.util.logging.Level translated(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT, Level.ALL_INT -> java.util.logging.Level.FINEST;
            case Level.DEBUG_INT -> java.util.logging.Level.FINE;
            case Level.INFO_INT -> java.util.logging.Level.INFO;
            case Level.WARN_INT -> java.util.logging.Level.WARNING;
            case Level.ERROR_INT -> java.util.logging.Level.SEVERE;
            default -> java.util.logging.Level.OFF;
        };
    }
}
