package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the logging of a process. Lines go to the console and to {@code log.directory/KIND-ID.log}, which is rolled
 * daily and by size. Access lines go to {@code KIND-ID-access.log} alone. There is no queue: the thread that logs also
 * writes.
 */
public final class ProcessLogging {
    private static final String FILE_ONLY = "org.cellnest.file";
    private static final String ACCESS = "org.cellnest.access";

    private static volatile @Nullable Path file;
    private static volatile @Nullable AccessLogFlusher flusher;

    private static volatile DeploymentLevels levels = new DeploymentLevels("info", Map.of(), () -> {});

    private ProcessLogging() {}

    /**
     * Sets up logging for a process. Call it once, before the process starts threads.
     *
     * @param process {@code router}, {@code gateway} or {@code cell}
     * @throws StartupException if the folder cannot be written
     */
    public static void start(String process, Settings settings) throws StartupException {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Path directory = settings.value(Catalogue.LOG_DIRECTORY);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartupException(unusable(directory, reason(e), settings), e);
        }
        if (!Files.isWritable(directory)) {
            throw new StartupException(unusable(directory, "permission denied, or a read-only file system", settings));
        }
        String kindAndId = process + "-" + id(process, settings);
        OldLogs.prune(directory, process, settings, Instant.now());

        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Path log = directory.resolve(kindAndId + ".log");
        Appender<ILoggingEvent> fileAppender = Appenders.file(context, log, settings);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(Appenders.console(context, settings));
        root.addAppender(fileAppender);
        context.getLogger("org.cellnest").setLevel(Level.toLevel(settings.value(Catalogue.LOG_LEVEL)));
        detached(context, FILE_ONLY, fileAppender);
        follow(settings.value(Catalogue.LOG_LEVEL), settings.value(Catalogue.LOG_LEVELS), process.equals("cell"));
        if (process.equals("gateway") && settings.value(Catalogue.GATEWAY_ACCESS_LOG)) {
            FlushableFileAppender access =
                    Appenders.accessFile(context, directory.resolve(kindAndId + "-access.log"), settings);
            detached(context, ACCESS, access);
            flusher = AccessLogFlusher.start(access);
        } else {
            context.getLogger(ACCESS).setLevel(Level.OFF);
        }
        file = log;
    }

    /**
     * Takes over the records of {@link java.util.logging}, and applies the levels of deployments.
     *
     * @param fallback the level of deployments without a level of their own
     * @param byDeployment names of levels, by names of deployments
     * @param deployments whether this process runs deployments
     */
    public static void follow(String fallback, Map<String, String> byDeployment, boolean deployments) {
        DeploymentLevels followed =
                new DeploymentLevels(fallback, byDeployment, () -> JulBridge.follow(levels.least()));
        levels = followed;
        JulBridge.install(followed.least());
        if (deployments) {
            ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new DeploymentFilter(followed));
        }
    }

    /**
     * Sets the function that identifies a deployment by the context class loader of a thread; it returns null for other
     * class loaders.
     */
    public static void identifyDeployments(Function<ClassLoader, @Nullable String> deploymentByLoader) {
        Guests.identifyBy(deploymentByLoader);
    }

    /** Returns the levels of deployments in this process. */
    public static DeploymentLevels levels() {
        return levels;
    }

    /** Flushes and closes the appenders. */
    public static void stop() {
        @Nullable AccessLogFlusher running = flusher;
        if (running != null) {
            running.stop();
            flusher = null;
        }
        JulBridge.uninstall();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        PatternFolder.deleteLinks();
    }

    /**
     * Returns a logger that writes to the log file only: for stack traces, and for messages that the console shows in
     * another form.
     */
    public static Logger fileOnly() {
        return LoggerFactory.getLogger(FILE_ONLY);
    }

    /**
     * Returns the logger of the access log. Each request is one info message: a complete line without a line end,
     * written unchanged. Off if the settings disable the access log.
     */
    public static Logger access() {
        return LoggerFactory.getLogger(ACCESS);
    }

    /** Returns the log file in use; null before {@link #start}. */
    public static @Nullable Path file() {
        return file;
    }

    private static void detached(LoggerContext context, String name, Appender<ILoggingEvent> appender) {
        ch.qos.logback.classic.Logger logger = context.getLogger(name);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    private static String id(String process, Settings settings) {
        for (Setting<?> setting : Catalogue.all()) {
            if (setting.key().equals(process + ".id")) {
                return settings.value(setting).toString();
            }
        }
        throw new IllegalArgumentException(process + " (expected: router, gateway or cell)");
    }

    /**
     * Returns the reason of a failure, which exceptions of the file system express by their class instead of their
     * message.
     */
    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : e.toString();
    }

    private static String unusable(Path directory, String reason, Settings settings) {
        return Catalogue.LOG_DIRECTORY + ": " + directory + ": " + reason
                + " (expected: a folder that can be written) [" + settings.origin(Catalogue.LOG_DIRECTORY) + "]";
    }
}
