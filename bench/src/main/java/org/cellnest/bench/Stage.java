package org.cellnest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Owns a temporary folder and every process of the bench. Closing it ends them all, and so does an interrupted bench.
 */
final class Stage implements AutoCloseable {
    private final Path root;
    private final Path folder;
    private final List<BenchProcess> processes = new ArrayList<>();
    private boolean closed;

    private Stage(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** Opens a stage for the project in a folder. */
    static Stage open(Path root) throws IOException {
        Stage stage = new Stage(root, Files.createTempDirectory("cellnest-bench."));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "bench-close"));
        return stage;
    }

    /** Returns the project's folder. */
    Path root() {
        return root;
    }

    /** Returns a folder of this name, created if needed. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Returns the path of the {@code java} that runs the bench. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns a port that was free just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a process with the bench's environment, without the variables that would change the settings of a nest.
     */
    BenchProcess start(String name, List<String> command) throws IOException {
        return start(name, command, "");
    }

    /**
     * Starts a process as {@link #start(String, List)} does, with additional options at the end of {@code JAVA_OPTS}.
     */
    synchronized BenchProcess start(String name, List<String> command, String javaOptions) throws IOException {
        if (closed) {
            throw new IOException(name + ": the bench is being stopped");
        }
        Path output = Files.createTempFile(folder, name.replace('/', '-') + ".", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CELLNEST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (!javaOptions.isEmpty()) {
            builder.environment().merge("JAVA_OPTS", javaOptions, (before, more) -> before + " " + more);
        }
        BenchProcess process = new BenchProcess(name, builder.start(), output);
        processes.add(process);
        return process;
    }

    /** Ends a process that is no longer needed. */
    void end(BenchProcess process) {
        process.end();
        synchronized (this) {
            processes.remove(process);
        }
    }

    @Override
    public void close() {
        List<BenchProcess> toEnd;
        synchronized (this) {
            closed = true;
            toEnd = new ArrayList<>(processes);
            processes.clear();
        }
        toEnd.forEach(BenchProcess::terminate);
        toEnd.forEach(BenchProcess::end);
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + folder + " is still there: " + e);
        }
    }
}
