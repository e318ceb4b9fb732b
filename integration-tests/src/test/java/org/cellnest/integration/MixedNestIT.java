package org.cellnest.integration;

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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes of one nest on different transports, of which each cell is killed under load. */
@ExtendWith(Failures.class)
class MixedNestIT {
    private static final String NATIVE = "nest.transport=native";
    private static final String JEROMQ = "nest.transport=jeromq";

    @TempDir
    private Path folder;

    private NestOfProcesses nest;

    @BeforeEach
    void begin() {
        nest = NestOfProcesses.in(folder);
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    @ParameterizedTest
    @CsvSource({NATIVE + "," + JEROMQ, JEROMQ + "," + NATIVE})
    void failsNoGetAndRunsNoPostTwiceWhenCellsAreKilled(String ofRouter, String ofGateway) {
        LedgerFile ledger = new LedgerFile(folder.resolve("ledger"));
        TestCells.deploy(nest.cells(), "workbench.jar", TestCells.workbench(ledger.path()));
        NestChild router = nest.router(ofRouter);
        NestChild gateway = nest.gateway(List.of(router), ofGateway);
        NestChild first = nest.cell(List.of(router), NATIVE);
        NestChild second = nest.cell(List.of(router), JEROMQ);
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
        int http = gateway.ready().port("http");
        awaitBoth(http, first, second);
        try (Load gets = Load.on(http, 4, 300, n -> Load.Target.get("/ledger/get-" + n + "?ms=10"));
                Load posts =
                        Load.on(http, 4, 300, n -> Load.Target.post("/ledger/post-" + n + "?ms=10", "post-" + n))) {
            for (NestChild victim : List.of(first, second)) {
                posts.awaitMore(50);
                victim.kill();
                gets.awaitMore(50);
                victim.start().awaitReady();
                awaitBoth(http, first, second);
            }
            Shots.assertAllOk(gets.stop());
            List<Shot> postShots = posts.stop();
            Shots.assertOkOrUnknown(postShots);
            Shots.assertTrueToLedger(postShots, ledger.of("post-"));
        }
    }

    private static void awaitBoth(int http, NestChild... cells) {
        for (NestChild cell : cells) {
            String id = cell.setting("cell.id");
            Await.until(
                    cell + " answers",
                    () -> HttpConnection.get(http, "/echo/cell").text().equals(id));
        }
    }
}
