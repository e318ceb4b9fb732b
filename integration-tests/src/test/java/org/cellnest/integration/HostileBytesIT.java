package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input of any kind is refused or gets a clear error, and the processes live on, with flat memory. */
@Tag("transport")
@Tag("null-mechanism")
@ExtendWith(Failures.class)
class HostileBytesIT {
    private static final long HEAP_MARGIN_BYTES = 12L << 20;

    @TempDir
    private static Path folder;

    private static NestOfProcesses nest;
    private static NestChild router;
    private static NestChild gateway;
    private static NestChild cell;
    private static int http;

    @BeforeAll
    static void startNest() {
        nest = NestOfProcesses.in(folder);
        TestCells.deploy(
                nest.cells(), "workbench.jar", TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path()));
        router = nest.router();
        gateway = nest.gateway(List.of(router));
        cell = nest.cell(List.of(router));
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
        http = gateway.ready().port("http");
    }

    @AfterAll
    static void endNest() {
        nest.close();
    }

    @AfterEach
    void theNestServesAsBefore() {
        Await.within(
                Duration.ofSeconds(5),
                "an answer as before",
                () -> HttpConnection.get(http, "/echo/cell").status() == 200);
        nest.children().forEach(child -> assertTrue(child.isAlive(), () -> child + " has died"));
    }

    @ParameterizedTest
    @EnumSource
    void bearsOnItsFront(HostileBytes bytes) throws IOException {
        bytes.sendTo(router.ready().port("front"));
    }

    @ParameterizedTest
    @EnumSource
    void bearsOnItsBack(HostileBytes bytes) throws IOException {
        bytes.sendTo(router.ready().port("back"));
    }

    @ParameterizedTest
    @EnumSource
    void refuses(HostileRequest request) throws IOException {
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            connection.sendRaw(request.bytes.getBytes(StandardCharsets.ISO_8859_1));
            Answer answer = connection.read(false);
            assertEquals(request.status, answer.status(), answer::toString);
            assertFalse(answer.text().contains("Exception"), answer::toString);
            assertTrue(answer.header("x-request-id").isPresent(), answer::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crlf",
                "lf",
                "nul",
                "name",
                "space",
                "answer",
                "length",
                "chunked",
                "connection",
                "nest",
                "attribute",
                "type"
            })
    void letsNoCellWriteMoreThanItsOwnAnswer(String how) throws IOException {
        try (HttpConnection connection = new HttpConnection(http, 10_000)) {
            Answer answer = connection.ask("GET", "/echo/inject?how=" + how, new byte[0]);
            assertEquals(List.of(), answer.all("x-injected"), answer::toString);
            assertEquals(List.of(), answer.all("transfer-encoding"), answer::toString);
            assertEquals(List.of(), answer.all("nest-outcome"), answer::toString);
            assertEquals(List.of(), answer.all("x-gone"), answer::toString);
            assertFalse(answer.headers().stream().anyMatch(line -> line.startsWith(":")), answer::toString);
            if (answer.status() == 200) {
                assertEquals("answered", answer.text());
            } else {
                assertTrue(answer.status() == 500 || answer.status() == 502, answer::toString);
            }
            Answer next = connection.ask("GET", "/echo/same/next", new byte[0]);
            assertEquals("next", next.text(), "the connection is out of step");
        }
    }

    @Test
    void keepsItsHeapFlat() throws IOException {
        round();
        long routerBefore = router.heapAfterCollection();
        long gatewayBefore = gateway.heapAfterCollection();
        for (int i = 0; i < 3; i++) {
            round();
        }
        assertFlat("router", routerBefore, router.heapAfterCollection());
        assertFlat("gateway", gatewayBefore, gateway.heapAfterCollection());
        assertTrue(cell.isAlive());
    }

    private static void round() throws IOException {
        for (HostileBytes bytes : HostileBytes.values()) {
            bytes.sendTo(router.ready().port("back"));
        }
        for (HostileRequest request : HostileRequest.values()) {
            try (HttpConnection connection = new HttpConnection(http, 10_000)) {
                connection.sendRaw(request.bytes.getBytes(StandardCharsets.ISO_8859_1));
                connection.read(false);
            } catch (IOException e) {
                // How each is answered has been looked at.
            }
        }
    }

    private static void assertFlat(String process, long before, long after) {
        assertTrue(
                after - before < HEAP_MARGIN_BYTES,
                () -> process + " held " + before + " bytes before and " + after + " after");
    }
}
