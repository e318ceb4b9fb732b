package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.Load;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Shot;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two cells with the same routes, of which one is lost under load. */
@Tag("transport")
@ExtendWith(Failures.class)
class CellDeathIT {
    private static final int KILLS = 3;
    private static final int WORK_MS = 30;

    @TempDir
    private Path folder;

    private NestOfProcesses nest;
    private LedgerFile ledger;
    private NestChild gateway;
    private NestChild first;
    private NestChild second;
    private int http;

    @BeforeEach
    void startNest() {
        nest = NestOfProcesses.in(folder);
        ledger = new LedgerFile(folder.resolve("ledger"));
        TestCells.deploy(nest.cells(), "workbench.jar", TestCells.workbench(ledger.path()));
        NestChild router = nest.router();
        gateway = nest.gateway(List.of(router));
        first = nest.cell(List.of(router));
        second = nest.cell(List.of(router));
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
        http = gateway.ready().port("http");
        awaitBoth();
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    @Test
    void failsNoGetAndRunsNoPostTwiceWhenACellIsKilled() {
        try (Load gets = Load.on(http, 6, 300, n -> Load.Target.get("/ledger/get-" + n + "?ms=" + WORK_MS));
                Load posts = Load.on(
                        http, 8, 300, n -> Load.Target.post("/ledger/post-" + n + "?ms=" + WORK_MS, "post-" + n));
                Load idempotent = Load.on(
                        http, 2, 50, n -> Load.Target.post("/ledger/idempotent/again-" + n + "?ms=" + WORK_MS, ""));
                Load never = Load.on(
                        http, 2, 50, n -> Load.Target.get("/ledger/never-twice/never-" + n + "?ms=" + WORK_MS))) {
            for (int i = 0; i < KILLS; i++) {
                NestChild victim = i % 2 == 0 ? first : second;
                posts.awaitMore(100);
                victim.kill();
                gets.awaitMore(100);
                victim.start().awaitReady();
                awaitBoth();
            }
            Shots.assertAllOk(gets.stop());
            Shots.assertAllOk(idempotent.stop());
            List<Shot> postShots = posts.stop();
            Shots.assertOkOrUnknown(postShots);
            Shots.assertOkOrUnknown(never.stop());
            LedgerFile postsOnly = ledger.of("post-");
            Shots.assertTrueToLedger(postShots, postsOnly);
            assertTrue(ledger.of("never-").repeated().isEmpty(), () -> "run twice: " + ledger.repeated());
            assertFalse(
                    ledger.of("get-").startsByKey().values().stream().anyMatch(count -> count > 2),
                    "a request was started more than twice");
            assertTrue(
                    postShots.stream().anyMatch(shot -> !shot.isOk()),
                    "no kill met a request on its way: the test proves nothing");
        }
    }

    @Test
    void runsNothingThatWasAnsweredWhenAStoppedCellWakes() throws Exception {
        try (Load gets = Load.on(http, 4, 200, n -> Load.Target.get("/ledger/get-" + n + "?ms=" + WORK_MS));
                Load posts = Load.on(
                        http, 12, 600, n -> Load.Target.post("/ledger/post-" + n + "?ms=" + WORK_MS, "post-" + n))) {
            posts.awaitMore(100);
            first.freeze();
            Await.stays(Duration.ofSeconds(10), "the others live", () -> second.isAlive() && gateway.isAlive());
            first.thaw();
            awaitBoth();
            posts.awaitMore(100);
            Shots.assertAllOk(gets.stop());
            List<Shot> postShots = posts.stop();
            Shots.assertOkOrUnknown(postShots);
            Shots.assertTrueToLedger(postShots, ledger.of("post-"));
            Shots.assertNothingStartedAfterItsAnswer(postShots, ledger, Shots.beingEntered());
            assertTrue(
                    postShots.stream().anyMatch(shot -> !shot.isOk()),
                    "nothing was on its way to the stopped cell: the test proves nothing");
        }
    }

    private void awaitBoth() {
        for (NestChild cell : List.of(first, second)) {
            String id = cell.setting("cell.id");
            Await.until(cell + " answers", () -> cellThatAnswers().equals(id));
        }
    }

    private String cellThatAnswers() throws IOException {
        return HttpConnection.get(http, "/echo/cell").text();
    }
}
