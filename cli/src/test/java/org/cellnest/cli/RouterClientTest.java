package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the address of the router, the credentials sent to it, and the handling of unusual answers. */
class RouterClientTest {
    private static final String TOKEN = "a-token-of-the-router";

    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        String nobody = "http://127.0.0.1:" + portOfNobody();
        assertFails(
                3,
                "no router at " + nobody + " (connection refused); --router says where one is",
                nest.run("ls", "cells", "--router", nobody));
    }

    @Test
    void saysThatTheHostIsUnknown() {
        assertFails(
                3,
                "no router at http://nobody.invalid:9020 (no such host); --router says where one is",
                nest.run("ls", "cells", "--router", "nobody.invalid"));
    }

    @Test
    void asksTheFirstOfSeveralThatListens() throws IOException {
        Samples.nest(nest.router);
        String nobody = "127.0.0.1:" + portOfNobody();
        Result result = nest.run("ls", "cells", "--ids", "--router", nobody + ", " + nest.router.url() + "/");
        assertEquals("cell-a\ncell-b\n", result.out());
        assertEquals("", result.err());
    }

    @Test
    void takesTheRouterFromTheSettings() {
        Samples.nest(nest.router);
        String port = Integer.toString(nest.router.port());
        assertEquals(
                0, nest.run("ls", "cells", "--set", "router.ops.port=" + port).code());
        nest.environment.put("CELLNEST_ROUTER_OPS_PORT", port);
        nest.environment.put("CELLNEST_ROUTER_OPS_HOST", "0.0.0.0");
        assertEquals(0, nest.run("ls", "cells").code());
    }

    @Test
    void takesTheRouterFromASettingsFile(@TempDir Path folder) throws IOException {
        Samples.nest(nest.router);
        nest.folder = folder;
        Files.writeString(folder.resolve("my.conf"), "router.ops.port = " + nest.router.port());
        assertEquals(0, nest.run("ls", "cells", "--config", "my.conf").code());
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertFails(
                2,
                "router.ops.port: eggs (expected: 0 to 65535) [--set]",
                nest.run("ls", "--set", "router.ops.port=eggs"));
        assertFails(
                2,
                "router.ops.port: 0 says nothing about where the router is (expected: --router)",
                nest.run("ls", "--set", "router.ops.port=0"));
        assertFails(
                2,
                "--router ftp://x (expected: an address such as http://127.0.0.1:9020)",
                nest.run("ls", "--router", "ftp://x"));
        assertFails(
                2,
                "--router http://x/y (expected: an address such as http://127.0.0.1:9020)",
                nest.run("ls", "--router", "http://x/y"));
    }

    @Test
    void sendsTheTokenOfTheSettings() {
        Samples.nest(nest.router);
        nest.nest("ls", "cells");
        assertNull(nest.router.lastAsked().header("Authorization"));
        nest.environment.put("CELLNEST_ROUTER_OPS_TOKEN", TOKEN);
        nest.nest("ls", "cells");
        assertEquals("Bearer " + TOKEN, nest.router.lastAsked().header("Authorization"));
    }

    @Test
    void readsTheTokenFromAFile(@TempDir Path folder) throws IOException {
        Samples.nest(nest.router);
        nest.folder = folder;
        Files.writeString(folder.resolve("token"), TOKEN + "\nnot this\n");
        nest.nest("ls", "cells", "--token-file", "token");
        assertEquals("Bearer " + TOKEN, nest.router.lastAsked().header("Authorization"));
        Files.writeString(folder.resolve("empty"), "\n");
        assertFails(
                2,
                "--token-file " + folder.resolve("empty") + ": its first line is empty (expected: the token)",
                nest.nest("ls", "--token-file", "empty"));
        assertFails(
                2,
                "--token-file " + folder.resolve("none") + ": cannot be read (no such file)",
                nest.nest("ls", "--token-file", "none"));
    }

    @Test
    void saysHowToGiveATokenAndNeverShowsOne() {
        nest.router.problem("GET /v1/cells", 401, "this port asks for a token");
        assertFails(
                1,
                nest.router.url() + " asks for a token (401): set router.ops.token or CELLNEST_ROUTER_OPS_TOKEN, or"
                        + " give --token-file",
                nest.nest("ls", "cells"));
        Result wrong = nest.nest("ls", "cells", "--set", "router.ops.token=" + TOKEN);
        assertFails(1, nest.router.url() + " does not accept the token from --set (401)", wrong);
        assertFalse(wrong.err().contains(TOKEN));
    }

    @Test
    void knowsARouterFromAnotherServer() {
        nest.router
                .on("GET /v1/cells", FakeRouter.whole(200, "text/html", "<html></html>"))
                .on("GET /v1/gateways", FakeRouter.whole(404, "text/html", "<html></html>"))
                .on("GET /v1/nest", FakeRouter.whole(200, "application/json", "{\"router\":"))
                .on("GET /v1/deployments", FakeRouter.whole(200, "application/json", "[1]"));
        String start = nest.router.url() + " is no router's ops port: it answered ";
        assertFails(3, start + "with text/html (expected: application/json)", nest.nest("ls", "cells"));
        assertFails(3, start + "with status 404 and no reason", nest.nest("ls", "gateways"));
        assertFails(3, start + "with JSON that is broken or too long", nest.nest("ls"));
        assertFails(3, start + "with something else than a JSON object", nest.nest("ls", "deployments"));
    }

    @Test
    void knowsTheNestsOtherPorts() {
        String gateway = " is a gateway, which serves clients (expected: the ops port of a router, perhaps --router"
                + " http://127.0.0.1:9020)";
        String ops = gateway.replace("a gateway, which serves clients", "the ops port of a gateway");
        nest.router
                .problem("GET /v1/cells", 404, "no route matches /v1/cells")
                .on("GET /v1/gateways", gatewayAnswer(503, "application/problem+json", "{\"detail\":\"No router.\"}"))
                .on("GET /v1/deployments", gatewayAnswer(200, "text/html", "<html></html>"))
                .problem("GET /v1/nest", 404, "nothing is at /v1/nest")
                .on(
                        "GET /v1/routes",
                        named("cellnest-gateway", FakeRouter.whole(401, "application/problem+json", "{}")))
                .problem("POST /v1/cells/a/drain", 404, "no route matches /v1/cells/a/drain");
        assertFails(3, nest.router.url() + gateway, nest.nest("ls", "cells"));
        assertFails(3, nest.router.url() + gateway, nest.nest("ls", "gateways"));
        assertFails(3, nest.router.url() + gateway, nest.nest("ls", "deployments"));
        assertFails(3, nest.router.url() + gateway, nest.nest("drain", "a"));
        assertFails(3, nest.router.url() + ops, nest.nest("ls"));
        assertFails(3, nest.router.url() + ops, nest.nest("ls", "routes"));
    }

    @Test
    void guessesThePortFromTheSettings() {
        nest.router.problem("GET /v1/cells", 404, "no route matches /v1/cells");
        assertFails(
                3,
                nest.router.url() + " is a gateway, which serves clients (expected: the ops port of a router, perhaps"
                        + " --router http://127.0.0.1:9999)",
                nest.nest("ls", "cells", "--set", "router.ops.port=9999"));
        assertFails(
                3,
                nest.router.url() + " is a gateway, which serves clients (expected: the ops port of a router, perhaps"
                        + " --router http://127.0.0.1:9020)",
                nest.run("ls", "cells", "--set", "router.ops.port=" + nest.router.port()));
    }

    @Test
    void takesARouterBehindAProxyForOne() {
        nest.router.on(
                "GET /v1/cells/x",
                named(
                        "cellnest-router",
                        gatewayAnswer(404, "application/problem+json", "{\"detail\":\"no cell has the id x\"}")));
        assertFails(1, "no cell has the id x (404)", nest.nest("show", "cell", "x"));
    }

    @Test
    void saysThatATlsPortIsNone() throws IOException {
        try (ServerSocket tls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread alerting = new Thread(() -> {
                try (Socket socket = tls.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 70, '\r', '\n', '\r', '\n'});
                    socket.getOutputStream().flush();
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has seen enough.
                    return;
                }
            });
            alerting.start();
            String url = "http://127.0.0.1:" + tls.getLocalPort();
            assertFails(
                    3,
                    url + " did not answer as a router does: what came is no HTTP (a ZeroMQ port, or is it https://"
                            + " there?)",
                    nest.run("ls", "--router", url));
        }
    }

    @Test
    void saysThatNothingCame() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            RouterClient client = new RouterClient(
                    HttpClient.newHttpClient(), List.of(url), null, Duration.ofSeconds(1), System::nanoTime);
            NestException e = assertThrows(NestException.class, () -> client.get("/v1/cells"));
            assertEquals(
                    url + " did not answer as a router does: it took the connection, and nothing came for 1 s",
                    e.line());
            assertEquals(3, e.exitCode());
        }
    }

    private static FakeRouter.Reply gatewayAnswer(int status, String type, String body) {
        return exchange -> {
            exchange.getResponseHeaders().set("X-Request-Id", "e40d4c37ea022fec");
            FakeRouter.whole(status, type, body).to(exchange);
        };
    }

    private static FakeRouter.Reply named(String server, FakeRouter.Reply reply) {
        return exchange -> {
            exchange.getResponseHeaders().set("Server", server);
            reply.to(exchange);
        };
    }

    @Test
    void passesOnWhyTheRouterRefuses() {
        nest.router.problem("GET /v1/cells", 503, "this router is\\n\\u001b[1mnot ready");
        assertFails(1, "this router is\\n\\u001b[1mnot ready (503)", nest.nest("ls", "cells"));
    }

    @Test
    void saysThatAnAnswerBrokeOff() {
        nest.router.on("GET /v1/cells", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"cells\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
        Result result = nest.nest("ls", "cells");
        assertEquals(3, result.code(), result.err());
        assertEquals(1, result.err().lines().count());
    }

    @Test
    void givesUpAnAnswerThatDoesNotEnd() {
        CountDownLatch over = new CountDownLatch(1);
        nest.router.on("GET /v1/cells", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        RouterClient client = new RouterClient(
                HttpClient.newHttpClient(), List.of(nest.router.url()), null, Duration.ofSeconds(1), System::nanoTime);
        try {
            NestException e = assertThrows(NestException.class, () -> client.get("/v1/cells"));
            assertEquals(3, e.exitCode());
            assertTrue(e.line().contains(": the answer broke off"), e.line());
        } finally {
            over.countDown();
        }
    }

    static void assertFails(int code, String complaint, Result result) {
        assertEquals("nest: " + complaint + "\n", result.err());
        assertEquals("", result.out());
        assertEquals(code, result.code());
    }

    static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
