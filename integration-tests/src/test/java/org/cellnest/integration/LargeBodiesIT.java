package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.Machine;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large bodies, both ways at once, while processes are killed: whoever is answered well gets each octet back, and no process
 * holds a chunk when all is over.
 */
@Tag("transport")
@Tag("null-mechanism") // what is encrypted lies on the heap
@ExtendWith(Failures.class)
class LargeBodiesIT {
    private static final int CLIENTS = 6;
    private static final int MAX_BYTES = 200_000;
    private static final int TIMEOUT_MS = 40_000;
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(5);
    private static final String MIRROR = """
            package mirrors;

            import org.cellnest.cell.Body;
            import org.cellnest.cell.Route;

            public final class Mirror {
                @Route(value = "/mirror", methods = "POST")
                public byte[] mirror(@Body byte[] body) {
                    return body;
                }
            }
            """;

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();

    /** Sends bodies until it is told to stop, and compares what comes back. */
    private void send(int port, long seed) {
        Random random = new Random(seed);
        while (!over.get()) {
            try (HttpConnection connection = new HttpConnection(port, TIMEOUT_MS)) {
                for (int i = 0; i < 20 && !over.get(); i++) {
                    byte[] body = new byte[1 + random.nextInt(random.nextBoolean() ? 20_000 : MAX_BYTES)];
                    random.nextBytes(body);
                    Answer answer = connection.ask("POST", "/mirror", body, "Content-Type: application/octet-stream");
                    if (answer.status() == 200) {
                        assertArrayEquals(body, answer.bytes());
                        answered.incrementAndGet();
                    } else {
                        assertTrue(answer.status() == 502 || answer.status() == 503, answer::toString);
                    }
                    if (answer.closesConnection()) {
                        break; // the rest of a body was not read
                    }
                }
            } catch (IOException e) {
                throw new AssertionError("the gateway, which nobody kills, has closed a connection", e);
            }
        }
    }

    private void awaitMore(int answers) {
        int until = answered.get() + answers;
        Await.until("answers", () -> answered.get() >= until);
    }

    @Test
    void comeBackAsTheyWereSentWhileProcessesAreKilled() {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            TestCells.deploy(
                    nest.cells(),
                    "mirrors.jar",
                    TestCells.ofSource("mirrors.Mirror", MIRROR, Map.of("Cellnest-Name", "mirrors")));
            List<NestChild> routers = List.of(nest.router(), nest.router());
            NestChild gateway = nest.gateway(routers);
            List<NestChild> cells = List.of(nest.cell(routers), nest.cell(routers));
            int port = gateway.ready().port("http");
            Await.until(
                    "a route", () -> HttpConnection.ask(port, "POST", "/mirror").status() == 200);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long seed = i;
                clients.add(CompletableFuture.runAsync(() -> send(port, seed), threads));
            }
            for (NestChild victim : List.of(cells.get(0), routers.get(0), cells.get(1), routers.get(1))) {
                awaitMore(100);
                victim.kill();
                awaitMore(50);
                victim.start().awaitReady();
            }
            awaitMore(100);
            over.set(true);
            clients.forEach(CompletableFuture::join);
            for (NestChild each : List.of(routers.get(0), routers.get(1), gateway)) {
                Await.within(Machine.promised(RELEASED_WITHIN), "no chunk held by " + each, () -> holdsNoChunk(each));
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Whether a process shows no chunk of its own; a router shows its peers' too. */
    private static boolean holdsNoChunk(NestChild process) throws IOException {
        String page =
                HttpConnection.get(process.ready().port("ops"), "/metrics").text();
        List<String> lines = page.lines()
                .filter(line -> line.startsWith("cellnest_chunks_in_use{"))
                .toList();
        return !lines.isEmpty() && lines.stream().allMatch(line -> line.endsWith(" 0.0"));
    }
}
