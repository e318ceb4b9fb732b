package org.cellnest.dev;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.cellnest.dev.Terminal.Tone;
import org.cellnest.process.ProcessMain;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.process.text.VisibleText;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * Runs development mode: serves projects while they are written, with router, gateway and cell in this JVM. {@code
 * scripts/dev} starts it. An IDE may also run or debug it, with the project's folder as its argument.
 *
 * <p>Exit codes: 0 stopped by TERM or Ctrl-C, 1 could not start or died, 2 invalid arguments or settings.
 */
public final class DevMain {
    /** A system property: {@code true} if the terminal shows colours. */
    private static final String COLOURS_PROPERTY = "cellnest.colours";

    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /**
     * The time limit of a stop, as long as a user would wait at a terminal. After it the JVM ends with all that still
     * runs.
     */
    private static final long STOP_LIMIT_MS = 3_000;

    private final Terminal terminal = new Terminal(System.out, Boolean.getBoolean(COLOURS_PROPERTY), LocalTime::now);
    private final CompletableFuture<String> fatal = new CompletableFuture<>();
    private final AtomicReference<@Nullable DevNest> running = new AtomicReference<>();
    private volatile int code = STOPPED;

    private DevMain() {}

    /** Runs until the process is stopped. */
    public static void main(String[] args) {
        DevMain main = new DevMain();
        main.code = main.run(args);
        System.exit(main.code);
    }

    private int run(String[] args) {
        DevArguments arguments = new DevArguments();
        try {
            DevArguments.Parsed parsed = arguments.parse(args);
            if (parsed.standard().help()) {
                System.out.print(arguments.help());
                return STOPPED;
            }
            if (parsed.standard().version()) {
                System.out.println("cellnest dev " + version());
                return STOPPED;
            }
            serve(options(parsed));
        } catch (ParameterException e) {
            System.err.println(VisibleText.of("dev: " + e.getMessage() + " (--help lists the options)"));
            return USAGE;
        } catch (SettingsException e) {
            e.problems().forEach(problem -> System.err.println(VisibleText.of("dev: " + problem)));
            return USAGE;
        } catch (StartupException e) {
            System.err.println(VisibleText.of("dev: " + e.getMessage()));
            return FAILED;
        }
        System.err.println(VisibleText.of("dev: " + fatal.join()));
        return FAILED;
    }

    private void serve(DevOptions options) throws StartupException {
        String level = new DevSettings(options.settings(), options.debugged())
                .resolve()
                .value(Catalogue.LOG_LEVEL);
        DevLogging.start(level);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "dev-stop"));
        DevNest nest = DevNest.start(options, terminal, (message, cause) -> {
            LoggerFactory.getLogger(DevMain.class).error(message, cause);
            fatal.complete(message);
        });
        running.set(nest);
        announce(nest, options);
    }

    private static DevOptions options(DevArguments.Parsed parsed) {
        Path here = Path.of("").toAbsolutePath();
        Path home =
                here.resolve(System.getProperty(ProcessMain.HOME_PROPERTY, "")).normalize();
        String config = System.getProperty(ProcessMain.CONFIG_PROPERTY, "");
        return new DevOptions(
                parsed.directories(),
                parsed.mode(),
                parsed.settings(config.isEmpty() ? null : Path.of(config), Map.copyOf(System.getenv()), here, home),
                isDebugged());
    }

    private static boolean isDebugged() {
        return jvmArguments()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
    }

    private static Stream<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
    }

    private void announce(DevNest nest, DevOptions options) {
        StringBuilder text = new StringBuilder();
        text.append(terminal.toned(Tone.STRONG, "Cellnest  " + nest.url())).append('\n');
        for (Project project : nest.projects()) {
            text.append("  ")
                    .append(project.name())
                    .append(" from ")
                    .append(project.directory())
                    .append(
                            switch (options.mode()) {
                                case NEWEST -> "";
                                case COMPILE -> ", compiled here";
                                case CLASSES -> ", compiled elsewhere";
                            })
                    .append('\n');
        }
        String debugger = System.getProperty("cellnest.debug-port", "");
        if (!debugger.isEmpty()) {
            text.append("  a debugger may attach at 127.0.0.1:")
                    .append(debugger)
                    .append('\n');
        }
        terminal.print(text.append("Ctrl-C stops it.\n").toString());
        writeReady("dev ready: http " + nest.url());
    }

    private void writeReady(String ready) {
        String file = System.getProperty(ProcessMain.READY_FILE_PROPERTY, "");
        if (!file.isEmpty()) {
            try {
                Files.writeString(Path.of(file), ready + "\n");
            } catch (IOException e) {
                terminal.print(file + " could not be written: " + e.getMessage());
            }
        }
    }

    /** Stops the nest, as the shutdown hook. The JVM ends with the code of a clean stop instead of the signal's. */
    private void stop() {
        DevNest nest = running.get();
        if (nest != null) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(nest::close, DevMain::newThread);
            try {
                stopped.get(STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                System.err.println("dev: what did not stop within " + STOP_LIMIT_MS / 1000 + " s was ended");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().halt(code);
    }

    private static void newThread(Runnable task) {
        Thread thread = new Thread(task, "dev-stopper");
        thread.setDaemon(true);
        thread.start();
    }

    private static String version() {
        return Objects.requireNonNullElse(ProcessMain.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
