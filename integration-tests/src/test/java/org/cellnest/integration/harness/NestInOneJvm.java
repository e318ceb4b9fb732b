package org.cellnest.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cellnest.gateway.GatewayProcess;
import org.cellnest.process.NestProcess;
import org.cellnest.process.ProcessFactory;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Settings;
import org.cellnest.router.RouterProcess;
import org.cellnest.runtime.CellProcess;

/**
 * A nest whose router, gateway and cells are parts of this JVM, on whatever ports are free. Much sooner up than {@link
 * NestOfProcesses}; for what needs no process to be killed. Closing it stops everything in the order of a user who is in no
 * hurry.
 */
public final class NestInOneJvm implements AutoCloseable {
    private final Path folder;
    private final List<String> common = new ArrayList<>();
    private final Deque<NestProcess> started = new ArrayDeque<>();
    private final List<String> fatal = new CopyOnWriteArrayList<>();
    private int cells;

    private NestInOneJvm(Path folder, List<String> sets) {
        this.folder = folder;
        common.add("log.directory=" + folder.resolve("logs"));
        common.addAll(TransportOfThisRun.settings());
        common.addAll(sets);
        try {
            Files.createDirectories(cells());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A nest without a process yet; every process gets these settings. */
    public static NestInOneJvm in(Path folder, String... sets) {
        return new NestInOneJvm(folder, List.of(sets));
    }

    /** The folder that cells watch. */
    public Path cells() {
        return folder.resolve("cells");
    }

    /** Starts a router. */
    public Ready router(String... sets) {
        return start(
                "router",
                RouterProcess::start,
                List.of("router.front=tcp://127.0.0.1:0", "router.back=tcp://127.0.0.1:0", "router.ops.port=0"),
                sets);
    }

    /** Starts a gateway of this router. */
    public Ready gateway(Ready router, String... sets) {
        return start(
                "gateway",
                GatewayProcess::start,
                List.of(
                        "gateway.http.host=127.0.0.1",
                        "gateway.http.port=0",
                        "gateway.ops.port=0",
                        "gateway.io-threads=1",
                        "gateway.routers=[\"" + router.endpoint("front") + "\"]"),
                sets);
    }

    /** Starts a cell of this router that watches the nest's folder. */
    public Ready cell(Ready router, String... sets) {
        cells++;
        return start(
                "cell",
                CellProcess::start,
                List.of(
                        "cell.id=cell-" + cells,
                        "cell.directory=" + cells(),
                        "cell.work-directory=" + folder.resolve("work-" + cells),
                        "cell.scan-interval=20ms",
                        "cell.routers=[\"" + router.endpoint("back") + "\"]"),
                sets);
    }

    private Ready start(String kind, ProcessFactory factory, List<String> base, String... sets) {
        List<String> all = new ArrayList<>(base);
        all.addAll(common);
        all.addAll(List.of(sets));
        try {
            NestProcess process = factory.start(
                    Settings.of(all.toArray(String[]::new)), (message, cause) -> fatal.add(kind + ": " + message));
            started.push(process);
            return new Ready(kind + " ready: " + process.describeReady());
        } catch (StartupException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the process that was started last. */
    public void stopLast() {
        started.pop().stop();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            stopLast();
        }
        if (!fatal.isEmpty()) {
            throw new AssertionError("died: " + fatal);
        }
    }
}
