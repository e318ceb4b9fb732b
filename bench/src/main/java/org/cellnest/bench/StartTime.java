package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures the time from the start of {@code scripts/demo}, which is built, to the first answer. */
final class StartTime {
    private final Stage stage;

    StartTime(Stage stage) {
        this.stage = stage;
    }

    /**
     * Starts a demo nest, waits for its first answer, and stops it; returns the milliseconds between start and answer.
     */
    long measure(int number) throws IOException, InterruptedException {
        Path folder = stage.folder("start-" + number);
        int port = Stage.freePort();
        List<String> command = new ArrayList<>(
                List.of(stage.root().resolve("scripts").resolve("demo").toString()));
        for (String setting : List.of(
                "gateway.http.host=127.0.0.1",
                "gateway.http.port=" + port,
                "gateway.ops.port=0",
                "router.ops.port=0",
                "router.front=tcp://127.0.0.1:0",
                "router.back=tcp://127.0.0.1:0",
                "cell.directory=" + folder.resolve("cells"),
                "cell.work-directory=" + folder.resolve("work"),
                "log.directory=" + folder.resolve("logs"))) {
            command.addAll(List.of("--set", setting));
        }
        long startNs = System.nanoTime();
        BenchProcess demo = stage.start("demo", command);
        new Target("demo", port, List.of(demo)).awaitAnswer("/api/hello/nest");
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        stage.end(demo);
        return ms;
    }
}
