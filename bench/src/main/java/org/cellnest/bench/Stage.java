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

/** Owns a temporary folder and every process of the bench; closing it ends them all, also when the bench is interrupted. */
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

    /** The project's folder. */
    Path root() {
        return root;
    }

    /** A folder for somebody's files. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** The {@code java} that runs the bench. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a process with the bench's environment, less what would change the settings of a nest. */
    BenchProcess start(String name, List<String> command) throws IOException {
        return start(name, command, "");
    }

    /** As {@link #start(String, List)}, with more words at the end of {@code JAVA_OPTS}. */
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

    /** Ends a process that is not needed any more. */
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
