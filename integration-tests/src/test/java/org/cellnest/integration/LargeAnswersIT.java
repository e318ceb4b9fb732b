package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many answers that are large, more together than may wait anywhere. */
@Tag("transport")
@Tag("null-mechanism")
@ExtendWith(Failures.class)
class LargeAnswersIT {
    private static final int CLIENTS = 80;
    private static final int BYTES = 900_000;
    private static final byte[] ONE = {1};
    private static final int TIMEOUT_MS = 100_000;

    @TempDir
    private Path folder;

    private NestInOneJvm nest;
    private int http;

    @BeforeEach
    void startNest() {
        // A machine with much else to do may take longer than heartbeats of a second allow.
        nest = NestInOneJvm.in(folder, "router.outbox-bytes=1MiB", "nest.dead-after=30", "nest.request-timeout=2m");
        TestCells.deploy(
                nest.cells(), "workbench.jar", TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path()));
        Ready router = nest.router();
        http = nest.gateway(router).port("http");
        nest.cell(router);
        Await.until("an answer", () -> HttpConnection.get(http, "/echo/cell").status() == 200);
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    private List<HttpConnection> ask(int clients) throws IOException {
        List<HttpConnection> asking = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            HttpConnection client = new HttpConnection(http, TIMEOUT_MS);
            asking.add(client);
            client.send("GET", "/size/of/" + BYTES, new byte[0]);
        }
        return asking;
    }

    private static void close(List<HttpConnection> clients) throws IOException {
        for (HttpConnection client : clients) {
            client.close();
        }
    }

    @Test
    void answersAllWhoReadAndABystanderBesideThoseWhoDoNot() throws IOException {
        List<HttpConnection> dead = ask(CLIENTS / 4);
        List<HttpConnection> reading = ask(CLIENTS);
        try (HttpConnection bystander = new HttpConnection(http, TIMEOUT_MS)) {
            for (HttpConnection client : reading) {
                Answer small = bystander.ask("POST", "/size", ONE, "Content-Type: application/octet-stream");
                assertEquals(200, small.status(), small::toString);
                assertEquals("1", small.text());
                Answer large = client.read(false);
                assertEquals(200, large.status(), large::toString);
                assertEquals(BYTES, large.bytes().length);
            }
        }
        close(dead);
        close(reading);
    }
}
