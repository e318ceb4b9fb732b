package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.cellnest.transport.jeromq.CurveKeyPair;
import org.cellnest.transport.jeromq.KeyFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a router makes of the keys of its peers: it shows them, and holds peers to them. */
@ExtendWith(Failures.class)
class CurveKeysIT {
    @TempDir
    private Path folder;

    private final Map<String, String> publicKeys = new HashMap<>();
    private NestInOneJvm nest;
    private Ready router;

    @BeforeEach
    void begin() throws IOException, KeyFileException {
        for (String name : new String[] {"router", "gateway-key", "cell-key", "both-key"}) {
            CurveKeyPair pair = CurveKeyPair.generate();
            pair.write(keyFile(name));
            publicKeys.put(name, pair.publicKey().toString());
        }
        allow("front", "gateway-key");
        allow("back", "cell-key");
        // Other transports have no CURVE.
        nest = NestInOneJvm.in(folder, "nest.transport=jeromq", "nest.security=curve", "nest.heartbeat=100ms");
        TestCells.deploy(
                nest.cells(), "workbench.jar", TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path()));
        router = nest.router(
                "router.curve.key-file=" + keyFile("router"),
                "router.curve.front-clients=" + folder.resolve("front"),
                "router.curve.back-clients=" + folder.resolve("back"));
    }

    @AfterEach
    void end() {
        nest.close();
    }

    private Path keyFile(String name) {
        return folder.resolve(name + ".key");
    }

    private void allow(String list, String... names) throws IOException {
        Path file = folder.resolve(list);
        Files.writeString(file, "# Who may connect.\n");
        for (String name : names) {
            Files.writeString(file, publicKeys.get(name) + " " + name + "\n", StandardOpenOption.APPEND);
        }
    }

    private String[] keys(String kind, String name, String... more) {
        String[] sets = new String[more.length + 2];
        sets[0] = kind + ".curve.key-file=" + keyFile(name);
        sets[1] = kind + ".curve.router-key=\"" + publicKeys.get("router") + "\"";
        System.arraycopy(more, 0, sets, 2, more.length);
        return sets;
    }

    private void awaitOps(String path, String text) {
        int port = router.port("ops");
        Await.until(
                path + " has " + text,
                () -> HttpConnection.get(port, path).text().contains(text));
    }

    @Test
    void showsTheKeysOfPeersAndWhyASessionEndedWhoseKeyWasTakenOff() throws Exception {
        nest.cell(router, keys("cell", "cell-key"));
        int http = nest.gateway(router, keys("gateway", "gateway-key")).port("http");
        Await.until("it answers", () -> HttpConnection.get(http, "/echo/cell").status() == 200);
        awaitOps("/v1/cells", "\"key\":\"cell-key\"");
        awaitOps("/v1/gateways", "\"key\":\"gateway-key\"");
        awaitOps("/v1/events?follow=false", "cell cell-1 joined with the key cell-key");
        allow("back");
        awaitOps(
                "/v1/events?follow=false",
                "cell cell-1 lost: the connection ended: the key 'cell-key' was taken off the list (lane-lost)");
        awaitOps("/v1/cells", "\"cells\":[]");
        Await.until(
                "the cell is refused when it comes back",
                () -> HttpConnection.get(router.port("ops"), "/metrics")
                        .text()
                        .matches("(?s).*cellnest_refused_connections_total\\{[^}]*reason=\"key\"} [1-9].*"));
        allow("back", "cell-key");
        Await.until(
                "it answers again", () -> HttpConnection.get(http, "/echo/cell").status() == 200);
    }

    @Test
    void letsNoPeerRegisterAtTheListenerOfTheOtherKind() throws Exception {
        allow("front", "gateway-key", "both-key");
        allow("back", "cell-key", "both-key");
        nest.cell(router, keys("cell", "both-key", "cell.routers=[\"" + router.endpoint("front") + "\"]"));
        nest.gateway(router, keys("gateway", "both-key", "gateway.routers=[\"" + router.endpoint("back") + "\"]"));
        awaitOps(
                "/v1/events?follow=false",
                "key: a cell with the key 'both-key' at router.front (expected: a gateway; cells connect to router.back)");
        awaitOps(
                "/v1/events?follow=false",
                "key: a gateway with the key 'both-key' at router.back (expected: a cell; gateways connect to"
                        + " router.front)");
        int ops = router.port("ops");
        assertEquals("{\"cells\":[]}", HttpConnection.get(ops, "/v1/cells").text());
        assertEquals(
                "{\"gateways\":[]}", HttpConnection.get(ops, "/v1/gateways").text());
    }
}
