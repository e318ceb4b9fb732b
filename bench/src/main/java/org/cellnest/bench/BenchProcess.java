package org.cellnest.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that the bench started, with its descendants; its output goes to a file. Any thread. */
final class BenchProcess {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final long END_LIMIT_S = 20;

    private final String name;
    private final Process process;
    private final Path output;

    BenchProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    String name() {
        return name;
    }

    /** Waits for output that matches the pattern. */
    Matcher awaitOutput(Pattern pattern) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Matcher matcher = pattern.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new IOException(name + " did not say " + pattern + ":\n" + output());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " has ended with " + process.exitValue() + ":\n" + output());
        }
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Returns the CPU time used so far. */
    Duration cpu() {
        return family().map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the resident memory in bytes; 0 if the system does not report it. */
    long residentBytes() {
        return family().mapToLong(BenchProcess::residentBytes).sum();
    }

    private static long residentBytes(ProcessHandle handle) {
        try {
            Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + handle.pid() + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
        } catch (IOException e) {
            return 0; // it has ended, or this is no Linux
        }
    }

    /** Waits for a process that ends by itself. */
    int await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(name + " did not end within " + limit + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Requests the process to end, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** Ends the process, by force if needed. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(END_LIMIT_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
