package org.cellnest.cli;

import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.cellnest.process.ProcessMain;
import org.jspecify.annotations.Nullable;

/**
 * An environment of a command, which tests replace.
 *
 * @param in standard input, for bodies
 * @param out standard output; buffered, so a command flushes output that must appear at once
 * @param err standard error
 * @param environment the variables of the process
 * @param workingDirectory the base of relative paths on the command line and in the environment
 * @param home the base of relative paths in the settings file
 * @param config the settings file, unless {@code --config} names one; or null
 * @param terminal the window of standard output; null if output goes to a file or a pipe
 * @param clock the time of day and the time zone for output
 * @param nanoClock a monotonic clock, for time limits and durations
 * @param pause waits for a while
 * @param screens takes over the terminal
 */
record CliEnvironment(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path workingDirectory,
        Path home,
        @Nullable Path config,
        @Nullable TerminalSize terminal,
        Clock clock,
        LongSupplier nanoClock,
        Pause pause,
        Screen.Opener screens) {
    /** Waits; tests wait without time passing. */
    interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    /** A system property: {@code COLUMNSxROWS} if standard output is a terminal, else absent. The launcher sets it. */
    static final String TERMINAL_PROPERTY = "cellnest.terminal";

    /** A system property: the user's locale, if the launcher replaced it by one that can express all file names. */
    static final String LOCALE_PROPERTY = "cellnest.locale";

    static CliEnvironment ofProcess() {
        Path here = Path.of("").toAbsolutePath();
        String config = System.getProperty(ProcessMain.CONFIG_PROPERTY, "");
        return new CliEnvironment(
                System.in,
                StandardOutput.of(FileDescriptor.out),
                StandardOutput.of(FileDescriptor.err),
                variables(),
                here,
                here.resolve(System.getProperty(ProcessMain.HOME_PROPERTY, "")).normalize(),
                config.isEmpty() ? null : Path.of(config),
                TerminalSize.parse(System.getProperty(TERMINAL_PROPERTY, "")),
                Clock.system(ZoneId.systemDefault()),
                System::nanoTime,
                time -> Thread.sleep(time.toMillis()),
                JLineScreen::open);
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        String locale = System.getProperty(LOCALE_PROPERTY, "");
        if (!locale.isEmpty()) {
            variables.put("LC_ALL", locale);
        }
        return Map.copyOf(variables);
    }

    /** Returns the style of text for people in this environment. */
    Style style() {
        boolean colour = terminal != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Style(colour, Style.isUnicode(environment));
    }

    /** Returns the columns available to a table; a file has no limit. */
    int width() {
        return terminal == null ? Integer.MAX_VALUE : terminal.columns();
    }
}
