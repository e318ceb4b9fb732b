package org.cellnest.cli;

import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.cellnest.process.ProcessMain;
import org.jspecify.annotations.Nullable;

/**
 * All that a command knows of the world around it, so that a test can be that world.
 *
 * @param in standard input, for bodies
 * @param out standard output; buffered, flushed by whoever wants to be seen at once
 * @param err standard error
 * @param environment the variables of the process
 * @param workingDirectory what relative paths on the command line and in the environment count from
 * @param home what relative paths in the settings file count from
 * @param config the settings file where {@code --config} names none, or null
 * @param terminal the window that standard output goes to; null where it goes to a file or a pipe
 * @param clock the time of day and the zone it is shown in
 * @param pause how to wait
 * @param screens how to take over the terminal
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
        Pause pause,
        Screen.Opener screens) {

    /** A system property: {@code COLUMNSxROWS} where standard output is a terminal, else absent. The launcher sets it. */
    static final String TERMINAL_PROPERTY = "cellnest.terminal";

    /** A system property: the user's locale, where the launcher has taken another so that all files can be named. */
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

    /** How text for people is to look here. */
    Style style() {
        boolean colour = terminal != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Style(colour, Style.isUnicode(environment));
    }

    /** The columns that a table may take; none are too many for a file. */
    int width() {
        return terminal == null ? Integer.MAX_VALUE : terminal.columns();
    }
}
