package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.Load;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Shot;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars come, change, break and go in the folder of a running cell. */
@ExtendWith(Failures.class)
class HotDeployIT {
    private static final int SWAPS = 10;

    @TempDir
    private static Path folder;

    private static NestOfProcesses nest;
    private static NestChild cell;
    private static int http;

    /** How a user replaces a jar. */
    enum Swap {
        OVERWRITTEN_IN_PLACE {
            @Override
            void put(Path cells, int version, byte[] jar) throws IOException {
                Files.write(cells.resolve("stamped.jar"), jar);
            }
        },
        RENAMED_INTO_PLACE {
            @Override
            void put(Path cells, int version, byte[] jar) {
                TestCells.deploy(cells, "stamped.jar", jar);
            }
        },
        HIGHER_VERSION_BESIDE_IT {
            @Override
            void put(Path cells, int version, byte[] jar) {
                TestCells.deploy(cells, "stamped-" + version + ".0.jar", jar);
            }
        };

        abstract void put(Path cells, int version, byte[] jar) throws IOException;
    }

    @BeforeAll
    static void startNest() {
        nest = NestOfProcesses.in(folder);
        NestChild router = nest.router();
        NestChild gateway = nest.gateway(List.of(router));
        // The time that users wait: what is said here is the default.
        cell = nest.cell(List.of(router), "cell.scan-interval=250ms");
        NestOfProcesses.awaitStatus(gateway, "/stamped/alpha", 404);
        http = gateway.ready().port("http");
    }

    @AfterAll
    static void endNest() {
        nest.close();
    }

    @AfterEach
    void emptyTheFolder() throws IOException {
        try (var files = Files.list(nest.cells())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        awaitStatus(404);
    }

    @Test
    void answersWithinTwoSecondsOfCopyingAndNoMoreAfterRemoving() throws IOException {
        Files.write(nest.cells().resolve("stamped.jar"), TestCells.stamped("1"));
        Await.within(
                Duration.ofSeconds(2), "an answer", () -> get("/stamped/alpha").status() == 200);
        assertEquals("1,1,1,1", get("/stamped/all").text());
        Files.delete(nest.cells().resolve("stamped.jar"));
        awaitStatus(404);
    }

    @ParameterizedTest
    @EnumSource
    void losesNoRequestInTenSwapsAndNeverMixesVersions(Swap swap) throws IOException {
        swap.put(nest.cells(), 0, TestCells.stamped("0"));
        awaitText("/stamped/beta", "0");
        List<String> paths = List.of("/stamped/alpha", "/stamped/all", "/stamped/beta");
        try (Load load = Load.on(http, 6, 1_500, number -> Load.Target.get(paths.get(number % paths.size())))) {
            for (int version = 1; version <= SWAPS; version++) {
                swap.put(nest.cells(), version, TestCells.stamped(Integer.toString(version)));
                awaitText("/stamped/beta", Integer.toString(version));
                load.awaitMore(20);
            }
            assertWhole(load.stop(), SWAPS);
        }
    }

    @Test
    void losesNoRequestWhenTheOldVersionStopsFirst() {
        TestCells.deploy(nest.cells(), "locking.jar", locking(0));
        awaitText("/locking", "0");
        try (Load load = Load.on(http, 6, 1_500, number -> Load.Target.get("/locking"))) {
            for (int version = 1; version <= 3; version++) {
                TestCells.deploy(nest.cells(), "locking.jar", locking(version));
                awaitText("/locking", Integer.toString(version));
                load.awaitMore(20);
            }
            assertWhole(load.stop(), 3);
        }
        assertFalse(Files.exists(nest.cells().resolve("locking.jar.failed")));
    }

    /** A cell that cannot start while another version of it holds the lock. */
    private static byte[] locking(int version) {
        String source = """
                package locking;

                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                import org.cellnest.cell.*;

                public class Locking {
                    @Route("/locking")
                    public String version() {
                        return "%d";
                    }

                    @StopFirst
                    public static class Setup implements CellSetup {
                        public void setUp(CellContext context) throws Exception {
                            FileChannel lock = FileChannel.open(
                                    Path.of("%s"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                            lock.lock();
                            context.onClose(lock::close);
                        }
                    }
                }
                """.formatted(version, folder.resolve("locked"));
        return TestCells.ofSource("locking.Locking", source, Map.of("Cellnest-Name", "locking"));
    }

    private static void assertWhole(List<Shot> shots, int lastVersion) {
        assertEquals(List.of(), shots.stream().filter(shot -> !shot.isOk()).toList());
        for (Shot shot : shots) {
            List<String> stamps = List.of(shot.text().split(",", -1));
            assertEquals(1, new TreeSet<>(stamps).size(), () -> "a mixture: " + shot);
        }
        // Whoever has been answered by a version is never again answered by one before it.
        List<Shot> byEnd = shots.stream()
                .sorted((a, b) -> Long.compare(a.endNs(), b.endNs()))
                .toList();
        List<Shot> byStart = shots.stream()
                .sorted((a, b) -> Long.compare(a.startNs(), b.startNs()))
                .toList();
        int ended = 0;
        int highest = 0;
        for (Shot shot : byStart) {
            while (ended < byEnd.size() && byEnd.get(ended).endNs() < shot.startNs()) {
                highest = Math.max(highest, version(byEnd.get(ended)));
                ended++;
            }
            int least = highest;
            assertTrue(version(shot) >= least, () -> "after an answer of version " + least + ": " + shot);
        }
        assertEquals(lastVersion, version(byEnd.get(byEnd.size() - 1)));
    }

    private static int version(Shot shot) {
        return Integer.parseInt(shot.text().split(",", -1)[0]);
    }

    @Test
    void losesNoRequestOfWrkInTenSwaps() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/wrk")), "wrk is not installed");
        TestCells.deploy(nest.cells(), "stamped.jar", TestCells.stamped("0"));
        awaitText("/stamped/all", "0,0,0,0");
        Process wrk = new ProcessBuilder(
                        "/usr/bin/wrk", "-t1", "-c16", "-d60s", "http://127.0.0.1:" + http + "/stamped/all")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<String> report = CompletableFuture.supplyAsync(() -> read(wrk));
        try {
            for (int version = 1; version <= SWAPS; version++) {
                String text = Integer.toString(version);
                TestCells.deploy(nest.cells(), "stamped.jar", TestCells.stamped(text));
                awaitText("/stamped/beta", text);
            }
            assertTrue(wrk.isAlive(), "the swaps took longer than the load");
            // It reports when it is interrupted.
            NestChild.signal(wrk, "INT");
            String text = report.get(30, TimeUnit.SECONDS);
            assertTrue(text.contains("requests in"), text);
            assertFalse(text.contains("Non-2xx"), text);
            assertFalse(text.contains("Socket errors"), text);
        } finally {
            wrk.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void finishesWhatRunsWhenItsJarIsReplacedOrRemoved() throws Exception {
        TestCells.deploy(nest.cells(), "stamped.jar", TestCells.stamped("1"));
        awaitText("/stamped/beta", "1");
        CompletableFuture<Answer> first = slow();
        TestCells.deploy(nest.cells(), "stamped.jar", TestCells.stamped("2"));
        awaitText("/stamped/beta", "2");
        CompletableFuture<Answer> second = slow();
        Files.delete(nest.cells().resolve("stamped.jar"));
        awaitStatus(404);
        assertEquals("1", first.get(20, TimeUnit.SECONDS).text());
        assertEquals("2", second.get(20, TimeUnit.SECONDS).text());
    }

    private static CompletableFuture<Answer> slow() throws IOException {
        HttpConnection connection = new HttpConnection(http, 20_000);
        connection.send("GET", "/stamped/slow/3000", new byte[0]);
        // One that is answered after it was dispatched after the first: by then the first runs.
        connection.isAnswering();
        assertEquals(200, get("/stamped/beta").status());
        return CompletableFuture.supplyAsync(() -> {
            try (connection) {
                return connection.read(false);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "garbage", "empty", "newer-api", "throws"})
    void reportsABadJarAndServesTheLastGoodOneAlsoAfterARestart(String how) throws IOException {
        byte[] good = TestCells.stamped("1");
        TestCells.deploy(nest.cells(), "stamped.jar", good);
        awaitText("/stamped/alpha", "1");
        byte[] bad = switch (how) {
            case "half" -> Arrays.copyOf(TestCells.stamped("2"), good.length / 2);
            case "garbage" -> "this is no jar".repeat(1_000).getBytes(StandardCharsets.UTF_8);
            case "empty" -> new byte[0];
            case "newer-api" ->
                TestCells.ofSource(
                        "later.Later",
                        "package later; public class Later {"
                                + " @org.cellnest.cell.Route(\"/stamped/alpha\") public String a() { return \"3\"; } }",
                        java.util.Map.of("Cellnest-Name", "stamped", "Cellnest-Api", "99"));
            default ->
                TestCells.ofSource(
                        "broken.Broken",
                        "package broken; public class Broken {"
                                + " public Broken() { throw new IllegalStateException(\"will-not-start\"); }"
                                + " @org.cellnest.cell.Route(\"/stamped/alpha\") public String a() { return \"3\"; } }",
                        java.util.Map.of("Cellnest-Name", "stamped"));
        };
        Files.write(nest.cells().resolve("stamped.jar"), bad);
        Path report = nest.cells().resolve("stamped.jar.failed");
        try (Load load = Load.on(http, 2, 200, number -> Load.Target.get("/stamped/all"))) {
            Await.until("a report", () -> Files.exists(report) && Files.size(report) > 0);
            load.awaitMore(20);
            List<Shot> shots = load.stop();
            assertEquals(
                    List.of(),
                    shots.stream()
                            .filter(shot -> !shot.text().equals("1,1,1,1"))
                            .toList());
        }
        if (how.equals("throws")) {
            assertTrue(Files.readString(report).contains("will-not-start"), Files.readString(report));
        }
        if (how.equals("half") || how.equals("throws")) {
            cell.kill();
            cell.start().awaitReady();
            awaitText("/stamped/alpha", "1");
        }
        TestCells.deploy(nest.cells(), "stamped.jar", TestCells.stamped("4"));
        awaitText("/stamped/alpha", "4");
        Await.until("the report is gone", () -> !Files.exists(report));
    }

    private static Answer get(String path) throws IOException {
        return HttpConnection.get(http, path);
    }

    private static void awaitText(String path, String text) {
        Await.until(path + " says " + text, () -> get(path).text().equals(text));
    }

    private static void awaitStatus(int status) {
        Await.until("status " + status, () -> get("/stamped/alpha").status() == status);
    }
}
