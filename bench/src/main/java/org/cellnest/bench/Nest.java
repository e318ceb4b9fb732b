package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Starts a whole nest through the scripts, with default settings but for ports, folders and the access log. */
final class Nest {
    private final Stage stage;
    private final String name;
    private final Path folder;

    private Nest(Stage stage, String name) throws IOException {
        this.stage = stage;
        this.name = name;
        this.folder = stage.folder(name);
    }

    /** Starts a nest whose route table holds so many routes, and waits until it answers. */
    static Target start(Stage stage, String name, int routes) throws IOException, InterruptedException {
        return new Nest(stage, name).start(routes);
    }

    private Target start(int routes) throws IOException, InterruptedException {
        Path cells = Files.createDirectories(folder.resolve("cells"));
        CellJar.write(cells.resolve("bench-cell.jar"), Files.createDirectories(folder.resolve("jar")), routes);
        BenchProcess router =
                start("router", "router.front=tcp://127.0.0.1:0", "router.back=tcp://127.0.0.1:0", "router.ops.port=0");
        BenchProcess gateway = start(
                "gateway",
                "gateway.http.host=127.0.0.1",
                "gateway.http.port=0",
                "gateway.ops.port=0",
                "gateway.access-log=false",
                "gateway.routers=[\"tcp://127.0.0.1:" + port(router, "front") + "\"]");
        BenchProcess cell = start(
                "cell",
                "cell.directory=" + cells,
                "cell.work-directory=" + folder.resolve("work"),
                "cell.routers=[\"tcp://127.0.0.1:" + port(router, "back") + "\"]");
        Target target = new Target(name, port(gateway, "http"), List.of(gateway, router, cell));
        target.awaitAnswer(Workload.HELLO);
        target.awaitAnswer(CellJar.lastFiller(routes));
        return target;
    }

    private BenchProcess start(String kind, String... settings) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(stage.root().resolve("scripts").resolve(kind).toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        command.addAll(List.of("--set", "log.directory=" + folder.resolve("logs")));
        return stage.start(kind, command);
    }

    private static int port(BenchProcess process, String endpoint) throws IOException, InterruptedException {
        Pattern line = Pattern.compile("ready: .*\\b" + endpoint + " [a-z]+://127\\.0\\.0\\.1:(\\d+).*\\n");
        return Integer.parseInt(process.awaitOutput(line).group(1));
    }
}
