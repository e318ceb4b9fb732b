package org.cellnest.dev;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cellnest.process.logging.LineLayout;
import org.cellnest.process.logging.ProcessLogging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log for the author of a project: the log lines and exceptions of their own code, and warnings of the
 * nest. Events that {@link ProjectStatus} reports itself are omitted, as are the frames below the author's code in
 * stack traces.
 */
final class DevLogging {
    private static final String DEPLOY = "org.cellnest.runtime.deploy.";
    /** The loggers that are silent from {@code warn} up, since {@link ProjectStatus} reports their events. */
    static final List<String> TOLD_OTHERWISE = List.of(
            DEPLOY + "Inventory",
            DEPLOY + "Deployments",
            DEPLOY + "Rollouts",
            DEPLOY + "DeploymentLoader",
            "org.cellnest.access");

    private static final List<String> BELOW_HANDLERS = List.of(
            "org.cellnest.runtime.",
            "jdk.internal.reflect.",
            "java.lang.reflect.",
            "java.lang.invoke.",
            "java.util.concurrent.",
            "java.lang.Thread");

    private DevLogging() {}

    /**
     * Sets up logging, before any thread is started.
     *
     * @param level the level of the nest's own messages; those of cells are logged from {@code info} up
     */
    static void start(String level) {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LineLayout layout = LineLayout.author(BELOW_HANDLERS);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        Level own = Level.toLevel(level);
        context.getLogger("org.cellnest").setLevel(own);
        ProcessLogging.follow(own.isGreaterOrEqual(Level.INFO) ? "info" : level, Map.of(), true);
        if (own.isGreaterOrEqual(Level.WARN)) {
            TOLD_OTHERWISE.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        }
    }
}
