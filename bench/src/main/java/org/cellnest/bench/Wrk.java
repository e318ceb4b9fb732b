package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs wrk. Its script only prints the metrics at the end, so that wrk builds its requests once. */
final class Wrk {
    private static final String DONE = """
            done = function(summary, latency, requests)
                local e = summary.errors
                io.write(string.format("figures %d %d %d %d %d %d\\n", summary.requests, summary.duration,
                    e.connect + e.read + e.write + e.timeout, e.status,
                    latency:percentile(50), latency:percentile(99)))
            end
            """;
    private static final String POST = """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/octet-stream"
            wrk.body = string.rep("x", %d)
            """.formatted(Workload.POST_BYTES);
    private static final Pattern FIGURES = Pattern.compile("figures (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Stage stage;
    private final Path program;
    private final Path getScript;
    private final Path postScript;

    Wrk(Stage stage, Path program) throws IOException {
        this.stage = stage;
        this.program = program;
        Path folder = stage.folder("wrk");
        getScript = Files.writeString(folder.resolve("get.lua"), DONE);
        postScript = Files.writeString(folder.resolve("post.lua"), POST + DONE);
    }

    /** Starts a run, without waiting. */
    BenchProcess start(Target target, Workload.Load load, int seconds) throws IOException {
        int threads =
                Math.min(load.connections(), Math.min(2, Runtime.getRuntime().availableProcessors()));
        return stage.start(
                "wrk",
                List.of(
                        program.toString(),
                        "-t" + threads,
                        "-c" + load.connections(),
                        "-d" + seconds + "s",
                        "--timeout",
                        "10s",
                        "-s",
                        (load.post() ? postScript : getScript).toString(),
                        target.url(load.path())));
    }

    /** Waits for the end of a run. */
    LoadMetrics await(BenchProcess run, int seconds) throws IOException, InterruptedException {
        int code = run.await(GRACE.plusSeconds(seconds));
        String output = run.output();
        Matcher figures = FIGURES.matcher(output);
        stage.end(run);
        if (code != 0 || !figures.find()) {
            throw new IOException("wrk has ended with " + code + ":\n" + output);
        }
        return new LoadMetrics(
                Long.parseLong(figures.group(1)),
                Long.parseLong(figures.group(2)),
                Long.parseLong(figures.group(3)),
                Long.parseLong(figures.group(4)),
                Long.parseLong(figures.group(5)),
                Long.parseLong(figures.group(6)));
    }
}
