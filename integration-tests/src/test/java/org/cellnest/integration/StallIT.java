package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.Load;
import org.cellnest.integration.harness.Machine;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Shot;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is stopped (SIGSTOP, a suspended machine) and woken again; its connections stay open meanwhile. */
@Tag("transport")
@ExtendWith(Failures.class)
class StallIT {
    @TempDir
    private Path folder;

    private NestOfProcesses nest;
    private LedgerFile ledger;
    private NestChild router;
    private NestChild gateway;
    private NestChild cell;
    private int http;

    @BeforeEach
    void startNest() {
        nest = NestOfProcesses.in(folder);
        // A tenth of the defaults' pace would be too fast for a busy machine; a quarter is not.
        nest.set("nest.heartbeat=250ms").set("nest.dead-after=4").set("nest.request-timeout=4s");
        ledger = new LedgerFile(folder.resolve("ledger"));
        TestCells.deploy(nest.cells(), "workbench.jar", TestCells.workbench(ledger.path()));
        router = nest.router();
        gateway = nest.gateway(List.of(router));
        cell = nest.cell(List.of(router));
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
        http = gateway.ready().port("http");
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    /** For less than the dead time, and for more. */
    @ParameterizedTest
    @CsvSource({"router, 700", "router, 3000", "gateway, 700", "gateway, 3000", "cell, 700", "cell, 3000"})
    void keepsItsPromisesThroughAStop(String kind, int stoppedMs) throws Exception {
        NestChild victim = kind.equals("router") ? router : kind.equals("gateway") ? gateway : cell;
        try (Load posts = Load.on(http, 8, 300, n -> Load.Target.post("/ledger/post-" + n + "?ms=10", "post-" + n));
                Load gets = Load.on(http, 2, 100, n -> Load.Target.get("/echo/cell"))) {
            posts.awaitMore(50);
            victim.freeze();
            Await.stays(Duration.ofMillis(stoppedMs), "stopped", victim::isAlive);
            victim.thaw();
            Await.within(
                    Machine.promised(Duration.ofSeconds(3)),
                    "an answer after the stop",
                    () -> HttpConnection.get(http, "/echo/cell").status() == 200);
            posts.awaitMore(20);
            List<Shot> postShots = posts.stop();
            assertTrue(postShots.stream().allMatch(shot -> shot.answer() != null), () -> unanswered(postShots));
            Shots.assertTrueToLedger(postShots, ledger);
            Shots.assertNothingStartedAfterItsAnswer(postShots, ledger, kind.equals("cell") ? Shots.beingEntered() : 0);
            List<Shot> unknownRoutes =
                    gets.stop().stream().filter(shot -> shot.status() == 404).toList();
            assertEquals(List.of(), unknownRoutes, "a known route was answered 404");
            nest.children().forEach(child -> assertTrue(child.isAlive(), child::toString));
        }
    }

    private static String unanswered(List<Shot> shots) {
        return "not answered: "
                + shots.stream().filter(shot -> shot.answer() == null).limit(5).toList();
    }
}
