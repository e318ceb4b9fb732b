package org.cellnest.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A router, gateway or cell started through its script, and what may befall it. */
public final class NestChild {
    private static final long EXIT_LIMIT_S = 60;

    private final String kind;
    private final String name;
    private final Path folder;
    private final List<String> sets;
    private final String javaOptions;
    private @Nullable Process process;
    private @Nullable Ready ready;
    private Path output;
    private int starts;

    NestChild(String kind, String name, Path folder, String javaOptions, List<String> sets) {
        this.kind = kind;
        this.name = name;
        this.folder = folder;
        this.javaOptions = javaOptions;
        this.sets = new ArrayList<>(sets);
        this.output = folder.resolve(name + ".out");
    }

    /** Starts it, or starts it again with the settings and the ports it had; does not wait. */
    public NestChild start() {
        keepPorts();
        starts++;
        ready = null;
        output = folder.resolve(name + "-" + starts + ".out");
        List<String> command = new ArrayList<>();
        command.add(Project.root().resolve("scripts").resolve(kind).toString());
        for (String set : sets) {
            command.add("--set");
            command.add(set);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CELLNEST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", javaOptions);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void keepPorts() {
        Ready before = ready;
        if (before == null) {
            return;
        }
        switch (kind) {
            case "router" -> {
                sets.add("router.front=" + before.endpoint("front"));
                sets.add("router.back=" + before.endpoint("back"));
                sets.add("router.ops.port=" + before.port("ops"));
            }
            case "gateway" -> {
                sets.add("gateway.http.port=" + before.port("http"));
                sets.add("gateway.ops.port=" + before.port("ops"));
            }
            default -> {
                // A cell listens on nothing.
            }
        }
    }

    /** The value of a setting it was started with, the last where there are several. */
    public String setting(String key) {
        return sets.stream()
                .filter(set -> set.startsWith(key + "="))
                .reduce((a, b) -> b)
                .orElseThrow()
                .substring(key.length() + 1);
    }

    /** Another setting, from the next start on. */
    public NestChild set(String keyAndValue) {
        sets.add(keyAndValue);
        return this;
    }

    /** Waits for the ready line. */
    public NestChild awaitReady() {
        Await.within(Duration.ofSeconds(60), name + " ready", () -> {
            String text = output();
            int at = text.indexOf(kind + " ready: ");
            if (at >= 0 && text.indexOf('\n', at) > 0) {
                ready = new Ready(text.substring(at, text.indexOf('\n', at)));
                return true;
            }
            if (!live().isAlive()) {
                throw new AssertionError(name + " ended with " + live().exitValue() + ":\n" + text);
            }
            return false;
        });
        return this;
    }

    /** Where it listens. */
    public Ready ready() {
        if (ready == null) {
            awaitReady();
        }
        Ready known = ready;
        if (known == null) {
            throw new IllegalStateException(name + " is not ready");
        }
        return known;
    }

    /** kill -9, and waits for the end. */
    public void kill() {
        live().destroyForcibly();
        awaitExit();
    }

    /** TERM; does not wait. */
    public void terminate() {
        signal("TERM");
    }

    /** SIGSTOP: the process does nothing any more, and its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        signal(live(), signal);
    }

    /** Sends a signal such as {@code TERM} to a process. */
    public static void signal(Process process, String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + process.pid() + ": exit code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end and returns the exit code. */
    public int awaitExit() {
        try {
            if (!live().waitFor(EXIT_LIMIT_S, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " still lives after " + EXIT_LIMIT_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return live().exitValue();
    }

    /** Whether the process lives. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The process id. */
    public long pid() {
        return live().pid();
    }

    /** What the process has written since its last start, to standard output and standard error. */
    public String output() {
        try {
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }

    /** Bytes of heap in use after a full collection. */
    public long heapAfterCollection() {
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        java.util.regex.Matcher used =
                java.util.regex.Pattern.compile("used (\\d+)K").matcher(info);
        if (!used.find()) {
            throw new AssertionError("GC.heap_info of " + name + ": " + info);
        }
        return Long.parseLong(used.group(1)) * 1024;
    }

    private String jcmd(String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(pid()), command)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!asked.waitFor(30, TimeUnit.SECONDS) || asked.exitValue() != 0) {
                throw new AssertionError("jcmd " + command + " on " + name + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process live() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return started;
    }

    /** Ends it, whatever state it is in. */
    void end() {
        Process started = process;
        if (started != null) {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
            awaitExit();
        }
    }

    /** The last of what it wrote, for people. */
    String describe() {
        String text = output();
        return "---- " + name + (isAlive() ? " (alive)" : " (ended)") + " " + output + "\n"
                + (text.length() > 3_000 ? "...\n" + text.substring(text.length() - 3_000) : text);
    }

    @Override
    public String toString() {
        return name;
    }
}
