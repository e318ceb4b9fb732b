package org.cellnest.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A nest whose every process is one of the operating system, started through the scripts. Ports are whatever is free; logs,
 * jars and work directories lie in a folder of the test's own. Closing it kills what still lives.
 */
public final class NestOfProcesses implements AutoCloseable {
    private static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC -Xmx128m -Dcellnest.chunks.poison=true";

    private final Path folder;
    private final List<NestChild> children = new ArrayList<>();
    private final List<String> common = new ArrayList<>();

    private NestOfProcesses(Path folder) {
        this.folder = folder;
        common.add("log.directory=" + folder.resolve("logs"));
        common.addAll(TransportOfThisRun.settings());
        Failures.watch(this);
        try {
            Files.createDirectories(cells());
            Files.createDirectories(folder.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A nest without a process yet, whose files lie in the folder. */
    public static NestOfProcesses in(Path folder) {
        return new NestOfProcesses(folder);
    }

    /** A setting that all processes started from now on get. */
    public NestOfProcesses set(String keyAndValue) {
        common.add(keyAndValue);
        return this;
    }

    /** The folder that cells watch unless told otherwise. */
    public Path cells() {
        return folder.resolve("cells");
    }

    /** Where everything lies. */
    public Path folder() {
        return folder;
    }

    /** Starts a router on free ports; does not wait. */
    public NestChild router(String... sets) {
        return start(
                "router",
                List.of("router.front=tcp://127.0.0.1:0", "router.back=tcp://127.0.0.1:0", "router.ops.port=0"),
                sets);
    }

    /** Starts a gateway on free ports that knows these routers; does not wait. */
    public NestChild gateway(List<NestChild> routers, String... sets) {
        return start(
                "gateway",
                List.of(
                        "gateway.http.host=127.0.0.1",
                        "gateway.http.port=0",
                        "gateway.ops.port=0",
                        "gateway.routers=" + endpoints(routers, "front")),
                sets);
    }

    /** Starts a cell that knows these routers; does not wait. */
    public NestChild cell(List<NestChild> routers, String... sets) {
        String name = "cell-" + (children.size() + 1);
        return start(
                "cell",
                List.of(
                        "cell.id=" + name,
                        "cell.directory=" + cells(),
                        "cell.work-directory=" + folder.resolve("work-" + name),
                        "cell.scan-interval=50ms",
                        "cell.routers=" + endpoints(routers, "back")),
                sets);
    }

    private static String endpoints(List<NestChild> routers, String name) {
        return "["
                + String.join(
                        ",",
                        routers.stream()
                                .map(router -> "\"" + router.ready().endpoint(name) + "\"")
                                .toList())
                + "]";
    }

    /** Starts a process with these settings and the common ones; does not wait. */
    public NestChild start(String kind, List<String> base, String... sets) {
        List<String> all = new ArrayList<>(base);
        all.addAll(common);
        all.addAll(List.of(sets));
        String options = JAVA_OPTIONS + " -Djava.io.tmpdir=" + folder.resolve("tmp");
        NestChild child = new NestChild(kind, kind + "-" + (children.size() + 1), folder, options, all);
        children.add(child);
        return child.start();
    }

    /** Waits until the path answers with the status through the gateway. */
    public static void awaitStatus(NestChild gateway, String path, int status) {
        int port = gateway.ready().port("http");
        Await.until(
                path + " answers " + status,
                () -> HttpConnection.get(port, path).status() == status);
    }

    /** All processes that were ever started. */
    public List<NestChild> children() {
        return List.copyOf(children);
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        children.forEach(child -> text.append(child.describe()).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        Failures.remember(this);
        children.forEach(NestChild::end);
    }
}
