package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cellnest.bench.cell.BenchCell;
import org.cellnest.bench.cell.BulkCell;

/**
 * Starts a whole nest through its checkout's scripts. Settings are the defaults, except those of its plan, ports,
 * folders and the access log.
 */
final class NestStarter {
    /** The JVM option that makes nests comparable, whether or not a checkout already has an archive of its classes. */
    private static final String NO_ARCHIVE = "-Xshare:auto";

    private final Stage stage;
    private final NestPlan plan;
    private final Path folder;

    private NestStarter(Stage stage, NestPlan plan) throws IOException {
        this.stage = stage;
        this.plan = plan;
        this.folder = stage.folder("nests/" + plan.name());
    }

    /** Starts a nest and waits until it answers. */
    static Nest start(Stage stage, NestPlan plan) throws IOException, InterruptedException {
        try {
            return new NestStarter(stage, plan).start();
        } catch (IOException e) {
            throw new IOException(plan.name() + ": " + e.getMessage(), e);
        }
    }

    private Nest start() throws IOException, InterruptedException {
        Path cells = Files.createDirectories(folder.resolve("cells"));
        CellJar.write(
                cells.resolve("bench-cell.jar"),
                Files.createDirectories(folder.resolve("jar")),
                plan.routes(),
                plan.bulk() ? List.of(BenchCell.class, BulkCell.class) : List.of(BenchCell.class));
        BenchProcess router = start(
                "router",
                plan.router(),
                "router.front=tcp://127.0.0.1:0",
                "router.back=tcp://127.0.0.1:0",
                "router.ops.port=0");
        int backPort = port(router, "back");
        BenchProcess gateway = start(
                "gateway",
                plan.gateway(),
                "gateway.http.host=127.0.0.1",
                "gateway.http.port=0",
                "gateway.ops.port=0",
                "gateway.access-log=false",
                "gateway.routers=[\"tcp://127.0.0.1:" + port(router, "front") + "\"]");
        BenchProcess cell = start(
                "cell",
                plan.cell(),
                "cell.directory=" + cells,
                "cell.work-directory=" + folder.resolve("work"),
                "cell.routers=[\"tcp://127.0.0.1:" + backPort + "\"]");
        Target target = new Target(plan.name(), port(gateway, "http"), List.of(gateway, router, cell));
        target.awaitAnswer(Workload.HELLO);
        target.awaitAnswer(CellJar.lastFiller(plan.routes()));
        return new Nest(plan, target, router, backPort);
    }

    private BenchProcess start(String kind, List<String> planned, String... settings) throws IOException {
        List<String> all = new ArrayList<>(planned);
        all.addAll(List.of(settings));
        all.add("log.directory=" + folder.resolve("logs"));
        List<String> command = new ArrayList<>(
                List.of(plan.checkout().resolve("scripts").resolve(kind).toString()));
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        return stage.start(kind, command, NO_ARCHIVE);
    }

    private static int port(BenchProcess process, String endpoint) throws IOException, InterruptedException {
        Pattern line = Pattern.compile("ready: .*\\b" + endpoint + " [a-z]+://127\\.0\\.0\\.1:(\\d+).*\\n");
        return Integer.parseInt(process.awaitOutput(line).group(1));
    }
}
