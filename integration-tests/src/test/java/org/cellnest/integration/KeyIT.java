package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.RoguePeer;
import org.cellnest.integration.harness.TestCells;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Reject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may join a nest with a key, and who is kept from opening a nest without one. */
@Tag("transport")
@Tag("null-mechanism")
@ExtendWith(Failures.class)
class KeyIT {
    private static final String KEY = "a-secret-that-is-long-enough";

    @TempDir
    private Path folder;

    private NestOfProcesses nest;

    @BeforeEach
    void begin() {
        nest = NestOfProcesses.in(folder);
        TestCells.deploy(
                nest.cells(), "workbench.jar", TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path()));
    }

    @AfterEach
    void end() {
        nest.close();
    }

    @Test
    void letsOnlyThoseInWhoKnowTheKey() throws IOException {
        NestChild router = nest.router("nest.key=" + KEY);
        NestChild gateway = nest.gateway(List.of(router), "nest.key=" + KEY);
        NestChild wrong = nest.cell(List.of(router), "nest.key=not-the-secret-of-this-nest");
        NestChild none = nest.cell(List.of(router));
        Await.until("the wrong key is complained of", () -> wrong.output().contains("key"));
        Await.until("the missing key is complained of", () -> none.output().contains("key"));
        int http = gateway.ready().port("http");
        assertEquals(404, awaitAnswer(http), "a stranger serves");
        assertFalse(wrong.output().contains("Exception"), wrong.output());
        assertFalse(none.output().contains("Exception"), none.output());
        Await.until("the router has said whom it refused", () -> router.output().contains("key"));
        refusesStrangers(router);
        NestChild right = nest.cell(List.of(router), "nest.key=" + KEY);
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
        assertEquals(
                right.setting("cell.id"), HttpConnection.get(http, "/echo/cell").text());
        for (NestChild child : nest.children()) {
            assertFalse(child.output().contains(KEY), () -> child + " has written the key down");
        }
    }

    private static int awaitAnswer(int http) {
        Await.until(
                "the gateway and the router answer",
                () -> HttpConnection.get(http, "/echo/cell").status() == 404);
        return 404;
    }

    private static void refusesStrangers(NestChild router) throws IOException {
        for (String end : List.of("front", "back")) {
            int port = router.ready().port(end);
            try (RoguePeer stranger = new RoguePeer(port)) {
                stranger.send(RoguePeer.register(PeerKind.CELL, "stranger", 4, "", 0, null));
                assertEquals("key", stranger.await(Reject.class).code());
            }
            KeyProof other = new KeyProof("another-secret-long-enough");
            try (RoguePeer stranger = new RoguePeer(port)) {
                KeyHint hint = new KeyHint(other.keyId(), new byte[KeyProof.NONCE_BYTES]);
                stranger.send(RoguePeer.register(PeerKind.GATEWAY, "stranger", 0, "", 0, hint));
                assertEquals("key", stranger.await(Reject.class).code());
            }
            // Who knows which key it is, but not the key.
            try (RoguePeer stranger = new RoguePeer(port)) {
                KeyHint hint = new KeyHint(new KeyProof(KEY).keyId(), new byte[KeyProof.NONCE_BYTES]);
                stranger.send(RoguePeer.register(PeerKind.GATEWAY, "stranger", 0, "", 0, hint));
                stranger.send(new Prove(new byte[KeyProof.MAC_BYTES]));
                stranger.await(Reject.class);
            }
        }
    }

    @Test
    void keepsPeersWithAKeyFromARouterThatHasNone() {
        NestChild router = nest.router();
        NestChild gateway = nest.gateway(List.of(router));
        NestChild cell = nest.cell(List.of(router), "nest.key=" + KEY);
        Await.until("it says so", () -> cell.output().contains("key"));
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 404);
        assertTrue(cell.isAlive());
    }

    @ParameterizedTest
    @CsvSource({
        "router, router.front, tcp://0.0.0.0:0, nest.key",
        "router, router.back, tcp://*:0, nest.key",
        "router, router.ops.host, 0.0.0.0, router.ops.token",
        "gateway, gateway.ops.host, 0.0.0.0, gateway.ops.token"
    })
    void refusesToBindBeyondThisMachineWithoutASecret(String kind, String key, String value, String secret) {
        NestChild child = nest.start(kind, List.of(), key + "=" + value);
        assertEquals(2, child.awaitExit());
        assertEquals(1, child.output().lines().count(), child.output());
        assertTrue(child.output().contains(key) && child.output().contains(secret), child.output());
    }

    @Test
    void endsWithOneLineOnAPortInUseABadSettingAndAnUnknownKey() {
        NestChild router = nest.router();
        NestChild second = nest.start(
                "router",
                List.of(),
                "router.front=" + router.ready().endpoint("front"),
                "router.back=tcp://127.0.0.1:0",
                "router.ops.port=0");
        assertEndsWithOneLine(second, 1, "router.front");
        assertEndsWithOneLine(
                nest.start("gateway", List.of(), "gateway.http.port=-1"),
                2,
                "gateway.http.port: -1 (expected: 0 to 65535)");
        assertEndsWithOneLine(nest.start("cell", List.of(), "cell.concurency=4"), 2, "cell.concurrency");
        int port = router.ready().port("ops");
        assertEndsWithOneLine(
                nest.start("gateway", List.of(), "gateway.http.port=" + port, "gateway.ops.port=0"),
                1,
                "gateway.http.port");
    }

    private static void assertEndsWithOneLine(NestChild child, int code, String text) {
        assertEquals(code, child.awaitExit(), child.output());
        assertEquals(1, child.output().lines().count(), child.output());
        assertTrue(child.output().contains(text), child.output());
    }
}
