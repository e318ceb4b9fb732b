package org.cellnest.process.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;

/** The places that log lines go to. */
final class Appenders {
    // One event is one line, so that nobody can forge lines through a value that is logged.
    private static final String MESSAGE = "%replace(%msg){'[\\r\\n]+',' | '}";
    private static final String FIELDS = "%replace([%X{deployment:-} %X{requestId:-}] ){'\\[ *\\] ',''}";
    private static final String CONSOLE_PATTERN = "%d{HH:mm:ss.SSS} %-5level " + FIELDS + MESSAGE + "%n%ex";
    private static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36} " + FIELDS + MESSAGE + "%n%ex";
    private static final String BARE_PATTERN = "%msg%n";

    private Appenders() {}

    static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName("console");
        appender.setContext(context);
        appender.setEncoder(encoder(context, CONSOLE_PATTERN));
        appender.start();
        return appender;
    }

    static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path file, Settings settings) {
        return rolling(new RollingFileAppender<>(), context, file, FILE_PATTERN, settings);
    }

    static FlushableFileAppender accessFile(LoggerContext context, Path file, Settings settings) {
        FlushableFileAppender appender = new FlushableFileAppender();
        appender.setImmediateFlush(false);
        return rolling(appender, context, file, BARE_PATTERN, settings);
    }

    private static <A extends RollingFileAppender<ILoggingEvent>> A rolling(
            A appender, LoggerContext context, Path file, String pattern, Settings settings) {
        appender.setName(file.getFileName().toString());
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, pattern));
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        String rolled = file.getFileName().toString().replaceFirst("\\.log$", ".%d{yyyy-MM-dd}.%i.log.gz");
        policy.setFileNamePattern(
                PatternFolder.of(Objects.requireNonNull(file.toAbsolutePath().getParent()))
                        .resolve(rolled)
                        .toString());
        policy.setMaxFileSize(new FileSize(settings.value(Catalogue.LOG_MAX_FILE_BYTES)));
        policy.setMaxHistory(settings.value(Catalogue.LOG_KEEP_DAYS));
        policy.setTotalSizeCap(new FileSize(settings.value(Catalogue.LOG_MAX_TOTAL_BYTES)));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
