package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request has exactly one outcome: the rows of the table that need no process to die. */
@Tag("transport")
class OutcomesIT {
    private static final int CONCURRENCY = 2;

    @TempDir
    private Path folder;

    private NestInOneJvm nest;
    private LedgerFile ledger;
    private int http;

    @BeforeEach
    void startNest() {
        nest = NestInOneJvm.in(
                folder,
                "router.parking-time=600ms",
                "router.parking-max-requests=4",
                "nest.request-timeout=5s",
                "cell.concurrency=" + CONCURRENCY);
        ledger = new LedgerFile(folder.resolve("ledger"));
        TestCells.deploy(nest.cells(), "workbench.jar", TestCells.workbench(ledger.path()));
        Ready router = nest.router();
        http = nest.gateway(router).port("http");
        nest.cell(router);
        Await.until("an answer", () -> get("/echo/cell").status() == 200);
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void answers504UnknownAtTheDeadlineAndInterruptsTheHandler(String method) throws IOException {
        Answer answer = ask(method, "/ledger/short/late?ms=20000");
        assertEquals("504 unknown", outcome(answer));
        Await.until("the handler is interrupted", () -> ledger.has("late", "interrupted"));
        assertEquals(1, ledger.starts("late"));
        assertEquals(200, get("/echo/cell").status());
    }

    @Test
    void answers504NotStartedWhenTheDeadlinePassesBeforeACellIsFree() throws IOException {
        List<HttpConnection> busy = occupy("busy", 3_000);
        assertEquals("504 not-started", outcome(ask("POST", "/ledger/short/parked")));
        close(busy);
        Await.until("the cell is free again", () -> get("/echo/cell").status() == 200);
        assertEquals(0, ledger.starts("parked"));
    }

    @Test
    void answers503NotStartedWithRetryAfterWhenNoCellIsFreeInTime() throws IOException {
        List<HttpConnection> busy = occupy("busy", 4_000);
        Answer answer = ask("POST", "/ledger/turned-away");
        assertEquals("503 not-started", outcome(answer));
        assertTrue(Integer.parseInt(answer.header("retry-after").orElse("0")) > 0, answer::toString);
        close(busy);
        Await.until("the cell is free again", () -> get("/echo/cell").status() == 200);
        assertEquals(0, ledger.starts("turned-away"));
    }

    @Test
    void parksWhileEveryCellIsFullAndServesAllThatWait() throws IOException {
        List<HttpConnection> busy = occupy("busy", 300);
        List<HttpConnection> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpConnection connection = new HttpConnection(http, 10_000);
            connection.send("POST", "/ledger/waiting-" + i, new byte[0]);
            waiting.add(connection);
        }
        for (HttpConnection connection : waiting) {
            assertEquals(200, connection.read(false).status());
        }
        close(waiting);
        close(busy);
        assertEquals(4, ledger.of("waiting-").startsByKey().size());
        assertEquals(java.util.Map.of(), ledger.repeated());
    }

    @Test
    void answers503AtOnceWhenTooManyWaitAlready() throws IOException {
        List<HttpConnection> busy = occupy("busy", 3_000);
        List<HttpConnection> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpConnection connection = new HttpConnection(http, 10_000);
            connection.send("POST", "/ledger/waiting-" + i, new byte[0]);
            waiting.add(connection);
        }
        // All four are parked by the time that one more is answered before any of them.
        Await.until("the lot is full", () -> {
            long startNs = System.nanoTime();
            Answer answer = ask("POST", "/ledger/one-more");
            return outcome(answer).equals("503 not-started") && System.nanoTime() - startNs < 400_000_000L;
        });
        for (HttpConnection connection : waiting) {
            assertEquals("503 not-started", outcome(connection.read(false)));
        }
        close(waiting);
        close(busy);
    }

    @Test
    void cancelsWhatItsClientNoLongerWaitsFor() throws IOException {
        HttpConnection connection = new HttpConnection(http, 10_000);
        connection.send("POST", "/ledger/abandoned?ms=20000", new byte[0]);
        Await.until("it runs", () -> ledger.has("abandoned", "start"));
        connection.reset();
        Await.until("the handler is interrupted", () -> ledger.has("abandoned", "interrupted"));
        assertEquals(200, get("/echo/cell").status());
    }

    @Test
    void keepsKnownRoutesWaitingWhenTheirCellHasLeft() throws IOException {
        nest.stopLast();
        Answer answer = get("/echo/cell");
        assertEquals("503 not-started", outcome(answer));
        assertTrue(answer.header("retry-after").isPresent(), answer::toString);
        assertEquals(404, get("/nobody/knows/this").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "overflow", "stage"})
    void answers500WithAReferenceAndNoStackTraceWhenTheHandlerFails(String how) throws IOException {
        Answer answer = get("/fault/" + how);
        assertEquals(500, answer.status());
        assertEquals("application/problem+json", answer.header("content-type").orElse(""));
        for (String secret : List.of("the-secret-detail", "Exception", "Error:", "workbench.", ".java")) {
            assertFalse(answer.text().contains(secret), answer::toString);
        }
        assertTrue(answer.text().contains("reference"), answer::toString);
        assertEquals(200, get("/echo/cell").status());
    }

    @Test
    void passesOnWhatTheHandlerMeantToSay() throws IOException {
        Answer answer = get("/fault/problem");
        assertEquals(418, answer.status());
        assertTrue(answer.text().contains("no coffee"), answer::toString);
    }

    @Test
    void refusesBodiesOverTheLimitAndTakesThoseBelow() throws IOException {
        byte[] large = new byte[900_000];
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            assertEquals("900000", connection.ask("POST", "/size", large).text());
        }
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            connection.sendRaw("POST /size HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            connection.sendRaw(new byte[64 << 10]); // the first piece goes with the request
            assertEquals(413, connection.read(false).status());
        }
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            String expects = "Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n";
            connection.sendRaw(("POST /size HTTP/1.1\r\nHost: h\r\n" + expects).getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(413, connection.read(false).status());
        }
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            connection.sendRaw("POST /size HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            int status = 0;
            try {
                for (int i = 0; i < 24; i++) {
                    connection.sendRaw(chunk);
                }
                connection.sendRaw("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // The rest of it is not wanted.
            }
            try {
                status = connection.read(false).status();
            } catch (IOException e) {
                // A reset overtook the answer.
            }
            assertTrue(status == 413 || status == 0, "status " + status);
        }
    }

    @Test
    void answersRepliesOverTheLimitWith500InsteadOfLosingTheSession() throws IOException {
        assertEquals(900_000, get("/size/of/900000").bytes().length);
        Answer answer = get("/size/of/2000000");
        assertEquals(500, answer.status());
        assertEquals(200, get("/echo/cell").status());
    }

    private List<HttpConnection> occupy(String key, int ms) throws IOException {
        List<HttpConnection> busy = new ArrayList<>();
        for (int i = 0; i < CONCURRENCY; i++) {
            HttpConnection connection = new HttpConnection(http, 10_000);
            connection.send("POST", "/ledger/" + key + "-" + i + "?ms=" + ms, new byte[0]);
            busy.add(connection);
        }
        Await.until("all run", () -> ledger.of(key).startsByKey().size() == CONCURRENCY);
        return busy;
    }

    /** Whoever is gone frees the handler it kept busy. */
    private static void close(List<HttpConnection> connections) throws IOException {
        for (HttpConnection connection : connections) {
            connection.close();
        }
    }

    private static String outcome(Answer answer) {
        return answer.status() + " " + answer.outcome();
    }

    private Answer get(String path) throws IOException {
        return ask("GET", path);
    }

    private Answer ask(String method, String path) throws IOException {
        return HttpConnection.ask(http, method, path);
    }
}
