package org.cellnest.bench.sim;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.Transports;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Connects many simulated cells to a router, on one thread, for a limited time. */
@Command(
        name = "scripts/bench --simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Connects cells without code to a router that runs: their routes are known, and answered with a line of text.",
            "Deployment N serves GET and POST /sim/N/RESOURCE/{id}; cells share the deployments evenly."
        })
public final class SimulatedCells implements Callable<Integer> {
    private static final long IDLE_NS = 500_000;

    @Option(names = "--router", defaultValue = "tcp://127.0.0.1:9022", description = "its back (${DEFAULT-VALUE})")
    private String router = "";

    @Option(names = "--cells", defaultValue = "200", description = "how many cells, 1 to 1000 (${DEFAULT-VALUE})")
    private int cells;

    @Option(names = "--deployments", defaultValue = "50", description = "how many share them (${DEFAULT-VALUE})")
    private int deployments;

    @Option(names = "--routes", defaultValue = "20000", description = "routes of all together (${DEFAULT-VALUE})")
    private int routes;

    @Option(names = "--answer-after-ms", defaultValue = "2", description = "time to an answer (${DEFAULT-VALUE})")
    private int answerAfterMs;

    @Option(names = "--transport", defaultValue = "jeromq", description = "jeromq or native (${DEFAULT-VALUE})")
    private String transportName = "";

    @Option(names = "--seconds", defaultValue = "600", description = "how long they stay (${DEFAULT-VALUE})")
    private int seconds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new SimulatedCells()).execute(args));
    }

    @Override
    public Integer call() throws ProtocolException {
        if (cells < 1 || cells > 1000 || deployments < 1 || deployments > cells || routes < 2 * deployments) {
            System.err.println("scripts/bench --simulate: --cells " + cells + " --deployments " + deployments
                    + " --routes " + routes
                    + " (expected: 1 to 1000 cells, no more deployments than cells, two routes or more for each)");
            return 2;
        }
        Random random = new Random();
        List<SimulatedCell> all = new ArrayList<>();
        try (Transport transport = Transports.named(transportName)) {
            try {
                for (int i = 0; i < cells; i++) {
                    int deployment = i % deployments;
                    byte[] incarnation = new byte[16];
                    random.nextBytes(incarnation);
                    all.add(new SimulatedCell(
                            transport,
                            router,
                            String.format("sim-%03d", i),
                            HexFormat.of().formatHex(incarnation),
                            "sim-" + deployment,
                            routes(deployment, routes / deployments / 2),
                            TimeUnit.MILLISECONDS.toNanos(answerAfterMs)));
                }
                run(all);
            } finally {
                all.forEach(SimulatedCell::close);
            }
        }
        return 0;
    }

    private void run(List<SimulatedCell> all) throws ProtocolException {
        long startNs = System.nanoTime();
        long untilNs = startNs + TimeUnit.SECONDS.toNanos(seconds);
        boolean told = false;
        for (long nowNs = startNs; nowNs - untilNs < 0; nowNs = System.nanoTime()) {
            boolean busy = false;
            boolean welcome = true;
            for (SimulatedCell cell : all) {
                busy |= cell.turn(nowNs);
                welcome &= cell.isWelcome();
            }
            if (welcome && !told) {
                told = true;
                System.out.printf(
                        "%d cells, %d routes: all welcome after %d ms%n",
                        cells, routes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            }
            if (!busy) {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        System.out.printf(
                "%d requests answered%n",
                all.stream().mapToLong(SimulatedCell::answered).sum());
    }

    private static List<RouteInfo> routes(int deployment, int resources) {
        List<RouteInfo> routes = new ArrayList<>(resources);
        for (int i = 0; i < resources; i++) {
            routes.add(new RouteInfo(
                    "sim-" + deployment,
                    i + 1,
                    "/sim/" + deployment + "/resource" + i + "/{id}",
                    List.of("GET", "POST"),
                    0,
                    null,
                    false,
                    "Resource " + i + " of deployment " + deployment,
                    List.of(Map.of("name", "id", "in", "path", "type", "string"))));
        }
        return routes;
    }
}
