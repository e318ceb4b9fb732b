package org.cellnest.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.process.settings.Exposure;
import org.cellnest.process.settings.SecurityCheck;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.process.settings.SettingsSources;
import org.cellnest.process.text.VisibleText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * Runs a process from its arguments to its exit code. A main class is one line: {@code
 * System.exit(ProcessMain.run("router", args, Router::start));}
 *
 * <p>Exit codes: 0 stopped as requested (also by TERM and INT), 1 could not start or died, 2 invalid arguments or
 * settings. Every error is one clear line on standard error; its stack trace goes to the log file. A process that is
 * ready prints one line on standard output: {@code router ready: } and the text of {@link NestProcess#describeReady}.
 */
public final class ProcessMain {
    /**
     * A system property: the folder against which relative paths in files and defaults resolve. Default: the working
     * directory.
     */
    public static final String HOME_PROPERTY = "cellnest.home";

    /** A system property: the settings file, unless {@code --config} names one. */
    public static final String CONFIG_PROPERTY = "cellnest.config";

    /** A system property: a file to which the ready line is written, for scripts that leave the console to the user. */
    public static final String READY_FILE_PROPERTY = "cellnest.ready-file";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMain.class);

    private static final int MAX_COMPLAINT = 8_192;

    private final String name;
    private final PrintStream out;
    private final PrintStream err;

    private ProcessMain(String name, PrintStream out, PrintStream err) {
        this.name = name;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a process until it is stopped or dies. Call it once, from the main thread.
     *
     * @param name {@code router}, {@code gateway} or {@code cell}
     * @return the exit code
     */
    public static int run(String name, String[] args, ProcessFactory factory) {
        return new ProcessMain(name, System.out, System.err).run(args, factory);
    }

    private int run(String[] args, ProcessFactory factory) {
        CommandLineArguments arguments = new CommandLineArguments(name);
        Settings settings;
        try {
            StandardOptions parsed = arguments.parse(args);
            if (parsed.help()) {
                out.print(arguments.help());
                return ExitCode.STOPPED;
            }
            if (parsed.version()) {
                out.println("cellnest " + name + " " + version());
                return ExitCode.STOPPED;
            }
            settings = sources(parsed).resolve();
            SecurityCheck.check(settings, name);
            Exposure.check(settings, name);
        } catch (ParameterException e) {
            complain(e.getMessage() + " (" + name + " --help lists the options)");
            return ExitCode.USAGE;
        } catch (SettingsException e) {
            e.problems().forEach(this::complain);
            return ExitCode.USAGE;
        }
        try {
            ProcessLogging.start(name, settings);
        } catch (StartupException e) {
            complain(e.getMessage());
            return ExitCode.FAILED;
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> LOG.error("thread {} has died", thread.getName(), e));
        settings.warnings().forEach(LOG::warn);
        int code = live(settings, factory);
        ProcessLogging.stop();
        return code;
    }

    private int live(Settings settings, ProcessFactory factory) {
        Lifetime lifetime = new Lifetime(name, this::complain);
        Runtime.getRuntime().addShutdownHook(new Thread(lifetime::onShutdown, name + "-stop"));
        try {
            NestProcess process = factory.start(settings, lifetime);
            lifetime.started(process);
            announce(name + " ready: " + process.describeReady());
        } catch (StartupException e) {
            ProcessLogging.fileOnly().error("could not start", e);
            complain(e.getMessage());
            return lifetime.startFailed(ExitCode.FAILED);
        } catch (SettingsException e) {
            e.problems().forEach(this::complain);
            return lifetime.startFailed(ExitCode.USAGE);
        } catch (RuntimeException | LinkageError e) {
            ProcessLogging.fileOnly().error("could not start", e);
            complain("could not start: " + e + " (more in " + ProcessLogging.file() + ")");
            return lifetime.startFailed(ExitCode.FAILED);
        }
        return lifetime.awaitFatal();
    }

    private void announce(String ready) {
        ProcessLogging.fileOnly().info("{}", ready);
        out.println(VisibleText.of(ready));
        out.flush();
        String file = System.getProperty(READY_FILE_PROPERTY, "");
        if (!file.isEmpty()) {
            try {
                Files.writeString(Path.of(file), ready + "\n");
            } catch (IOException e) {
                LOG.warn("{}: {} could not be written", READY_FILE_PROPERTY, file, e);
            }
        }
    }

    private void complain(@Nullable String message) {
        err.println(name + ": " + VisibleText.of(String.valueOf(message), MAX_COMPLAINT));
        err.flush();
    }

    static SettingsSources sources(StandardOptions parsed) {
        Path here = Path.of("").toAbsolutePath();
        String home = System.getProperty(HOME_PROPERTY, "");
        String config = System.getProperty(CONFIG_PROPERTY, "");
        Path file = parsed.config() != null ? parsed.config() : config.isEmpty() ? null : Path.of(config);
        return new SettingsSources(
                file,
                parsed.sets(),
                Map.copyOf(System.getenv()),
                here,
                here.resolve(Path.of(home)).normalize());
    }

    /** Returns the version of this build, or {@code (not packaged)} if the classes are not in a packaged jar. */
    public static String version() {
        return Objects.requireNonNullElse(ProcessMain.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
