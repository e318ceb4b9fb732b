package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
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

/** Two of everything: one of each is told to stop, or killed, under load. */
@Tag("transport")
@ExtendWith(Failures.class)
class DrainIT {
    private static final int WORK_MS = 40;

    @TempDir
    private Path folder;

    private NestOfProcesses nest;
    private LedgerFile ledger;
    private List<NestChild> routers;
    private List<NestChild> gateways;
    private List<NestChild> cells;

    @BeforeEach
    void startNest() {
        nest = NestOfProcesses.in(folder);
        ledger = new LedgerFile(folder.resolve("ledger"));
        TestCells.deploy(nest.cells(), "workbench.jar", TestCells.workbench(ledger.path()));
        routers = List.of(nest.router(), nest.router());
        gateways = List.of(nest.gateway(routers), nest.gateway(routers));
        cells = List.of(nest.cell(routers), nest.cell(routers));
        gateways.forEach(gateway -> NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200));
        for (NestChild cell : cells) {
            String id = cell.setting("cell.id");
            for (NestChild gateway : gateways) {
                int port = gateway.ready().port("http");
                Await.until(
                        cell + " answers through " + gateway,
                        () -> HttpConnection.get(port, "/echo/cell").text().equals(id));
            }
        }
        for (NestChild router : routers) {
            Await.until(
                    router + " knows everyone",
                    () -> router.output().split(" joined", -1).length - 1 == gateways.size() + cells.size());
        }
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    @Test
    void losesNothingWhenACellIsToldToStop() {
        try (Load posts = posts(0);
                Load gets = gets(1)) {
            posts.awaitMore(60);
            cells.get(0).terminate();
            assertEquals(0, cells.get(0).awaitExit());
            posts.awaitMore(60);
            Shots.assertAllOk(gets.stop());
            List<Shot> shots = posts.stop();
            Shots.assertAllOk(shots);
            Shots.assertTrueToLedger(shots, ledger.of("post-"));
        }
    }

    @Test
    void losesNothingWhenARouterIsToldToStop() {
        try (Load posts = posts(0);
                Load gets = gets(1)) {
            posts.awaitMore(60);
            routers.get(0).terminate();
            assertEquals(0, routers.get(0).awaitExit());
            posts.awaitMore(60);
            Shots.assertAllOk(gets.stop());
            List<Shot> shots = posts.stop();
            Shots.assertAllOk(shots);
            Shots.assertTrueToLedger(shots, ledger.of("post-"));
        }
    }

    @Test
    void losesNothingWhenAGatewayIsToldToStop() {
        NestChild leaving = gateways.get(0);
        try (Load posts = posts(0);
                Load gets = gets(1)) {
            posts.awaitMore(60);
            leaving.terminate();
            assertEquals(0, leaving.awaitExit());
            gets.awaitMore(60);
            Shots.assertAllOk(gets.stop());
            List<Shot> shots = posts.stop();
            Shots.assertAllOk(shots);
            Shots.assertTrueToLedger(shots, ledger.of("post-"));
        }
    }

    @Test
    void failsNoGetWhenARouterIsKilled() {
        try (Load posts = posts(0);
                Load gets = gets(0);
                Load others = gets(1)) {
            posts.awaitMore(60);
            routers.get(0).kill();
            posts.awaitMore(60);
            routers.get(0).start().awaitReady();
            posts.awaitMore(60);
            routers.get(1).kill();
            posts.awaitMore(60);
            Shots.assertAllOk(gets.stop());
            Shots.assertAllOk(others.stop());
            List<Shot> shots = posts.stop();
            Shots.assertOkOrUnknown(shots);
            Shots.assertTrueToLedger(shots, ledger.of("post-"));
            assertTrue(
                    shots.stream().anyMatch(shot -> !shot.isOk()),
                    "no kill met a request on its way: the test proves nothing");
        }
    }

    @Test
    void hurtsNobodyElseWhenAGatewayIsKilled() {
        try (Load lost = posts(0);
                Load others = gets(1)) {
            lost.awaitMore(60);
            gateways.get(0).kill();
            others.awaitMore(60);
            Shots.assertAllOk(others.stop());
            assertTrue(lost.stop().stream().anyMatch(Shot::isOk), "nothing was answered before the kill");
            assertEquals(java.util.Map.of(), ledger.of("post-").repeated());
        }
    }

    @Test
    void interruptsWhatAKilledGatewayAskedFor() throws IOException {
        NestChild leaving = gateways.get(0);
        try (HttpConnection connection = new HttpConnection(leaving.ready().port("http"), 10_000)) {
            connection.send("POST", "/ledger/orphan?ms=20000", new byte[0]);
            Await.until("it runs", () -> ledger.has("orphan", "start"));
            leaving.kill();
            Await.until("the handler is interrupted", () -> ledger.has("orphan", "interrupted"));
        }
    }

    private Load posts(int gateway) {
        return Load.on(
                gateways.get(gateway).ready().port("http"),
                10,
                250,
                n -> Load.Target.post("/ledger/post-" + n + "?ms=" + WORK_MS, "post-" + n));
    }

    private Load gets(int gateway) {
        return Load.on(
                gateways.get(gateway).ready().port("http"),
                4,
                150,
                n -> Load.Target.get("/ledger/get-" + gateway + "-" + n + "?ms=" + WORK_MS));
    }
}
