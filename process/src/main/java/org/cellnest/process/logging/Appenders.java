package org.cellnest.process.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;

/** Creates the appenders of the console, the log file and the access log. */
final class Appenders {
    private Appenders() {}

    /** Returns an appender for standard output, in text format, for use before settings are read. */
    static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
        return console(context, LineLayout.console());
    }

    static ConsoleAppender<ILoggingEvent> console(LoggerContext context, Settings settings) {
        return console(context, isJson(settings) ? new JsonLayout() : LineLayout.console());
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, Layout<ILoggingEvent> layout) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName("console");
        appender.setContext(context);
        appender.setEncoder(encoder(context, layout));
        appender.start();
        return appender;
    }

    static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path file, Settings settings) {
        Layout<ILoggingEvent> layout = isJson(settings) ? new JsonLayout() : LineLayout.file();
        return rolling(new RollingFileAppender<>(), context, file, encoder(context, layout), settings);
    }

    static FlushableFileAppender accessFile(LoggerContext context, Path file, Settings settings) {
        FlushableFileAppender appender = new FlushableFileAppender();
        appender.setImmediateFlush(false);
        return rolling(appender, context, file, new BareEncoder(), settings);
    }

    private static <A extends RollingFileAppender<ILoggingEvent>> A rolling(
            A appender, LoggerContext context, Path file, Encoder<ILoggingEvent> encoder, Settings settings) {
        appender.setName(file.getFileName().toString());
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
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

    private static boolean isJson(Settings settings) {
        return settings.value(Catalogue.LOG_FORMAT).equals("json");
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Layout<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }
}
