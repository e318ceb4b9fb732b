package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a request through a gateway, and the display of its timing. */
class CallTest {
    private NestFixture nest;
    private FakeRouter gateway;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        gateway = new FakeRouter();
        nest.router.json(
                "GET /v1/gateways",
                "{\"gateways\":[{\"id\":\"old\",\"http\":null},{\"id\":\"gw-1\",\"http\":\"" + gateway.url() + "\"}]}");
        gateway.on("GET /hello", timed(200, "hello\n"))
                .on("POST /orders", timed(201, "made"))
                .on("GET /missing", timed(404, "{\"title\":\"Not Found\"}"));
    }

    @AfterEach
    void stop() {
        nest.close();
        gateway.close();
    }

    private static FakeRouter.Reply timed(int status, String body) {
        return exchange -> {
            exchange.getResponseHeaders()
                    .set(
                            "Server-Timing",
                            "gateway;dur=0.5, router;dur=1;desc=\"r\", park;dur=0.5, queue;dur=0, handler;dur=8,"
                                    + " wire;dur=0.5, total;dur=10");
            FakeRouter.whole(status, "text/plain", body).to(exchange);
        };
    }

    @Test
    void writesTheBodyAndSaysWhereTheTimeWent() {
        Result result = nest.nest("call", "/hello");
        assertEquals("hello\n", result.out());
        assertEquals(0, result.code());
        List<String> told = result.err().lines().toList();
        assertTrue(told.get(0).matches("200 OK {2}[0-9.]+ m?s {2}" + gateway.url()), told.get(0));
        assertEquals(
                List.of(
                        "gateway    0.50 ms  ███",
                        "router     1.00 ms     ██████",
                        "park       0.50 ms     ███",
                        "queue      0.00 ms",
                        "handler    8.00 ms           ███████████████████████████████████████████████",
                        "wire       0.50 ms                                                          ███",
                        "total      10.0 ms"),
                told.subList(1, told.size()));
        assertEquals("1", gateway.lastAsked().header("Nest-Timing"));
    }

    @Test
    void sendsNothingToAGatewayThatIsNotVerified() throws IOException {
        try (FakeRouter other = new FakeRouter()) {
            String unverified = "{\"id\":\"gw 0\",\"http\":\"" + other.url() + "\",\"httpVerified\":false,"
                    + "\"httpProblem\":\"something else answers there\"}";
            String verified = "{\"id\":\"gw-1\",\"http\":\"" + gateway.url() + "\",\"httpVerified\":";
            nest.router
                    .json("GET /v1/gateways", "{\"gateways\":[" + unverified + "," + verified + "false}]}")
                    .json("GET /v1/gateways/gw%200", unverified)
                    .json("GET /v1/gateways/gw-1", verified + "true}");
            // The first reply is of the set-up.
            nest.nest("call", "/hello");
            Result called = nest.nest("call", "/hello", "-H", "Authorization: Bearer t");
            assertEquals("hello\n", called.out(), called.err());
            assertEquals("Bearer t", gateway.lastAsked().header("Authorization"));
            Result named = nest.nest("call", "/hello", "--gateway", "gw 0");
            assertEquals(1, named.code());
            assertTrue(named.err().contains("something else answers there"), named.err());
            assertEquals(List.of(), other.lines());
        }
    }

    @Test
    void endsWith1WhereTheAnswerIsAnError() {
        Result result = nest.nest("call", "GET", "/missing");
        assertEquals("{\"title\":\"Not Found\"}", result.out());
        assertTrue(result.err().startsWith("404 Not Found  "), result.err());
        assertEquals(1, result.code());
    }

    @Test
    void sendsBodiesAndHeaders(@TempDir Path folder) throws IOException {
        nest.folder = folder;
        Files.writeString(folder.resolve("order.json"), "{\"from\":\"file\"}");
        nest.in = "from standard input";
        nest.nest("call", "/orders", "-d", "plain text is not a file", "-H", "X-One: 1", "-H", "x-two:2");
        assertEquals("POST /orders", gateway.lastAsked().line());
        assertEquals("plain text is not a file", gateway.lastAsked().body());
        assertEquals("1", gateway.lastAsked().header("X-One"));
        assertEquals("2", gateway.lastAsked().header("X-Two"));
        assertNull(gateway.lastAsked().header("Content-Type"));
        nest.nest("call", "/hello", "-H", "Host: shop.example");
        assertEquals("shop.example", gateway.lastAsked().header("Host"));
        nest.nest("call", "PATCH", "/orders", "--json-body", "@order.json");
        assertEquals("PATCH /orders", gateway.lastAsked().line());
        assertEquals("{\"from\":\"file\"}", gateway.lastAsked().body());
        assertEquals("application/json", gateway.lastAsked().header("Content-Type"));
        nest.nest("call", "/orders", "--data", "-", "-H", "Content-Type: text/plain");
        assertEquals("from standard input", gateway.lastAsked().body());
        assertEquals("text/plain", gateway.lastAsked().header("Content-Type"));
    }

    @Test
    void showsHeadersOnRequest() {
        Result result = nest.nest("call", "/hello", "-i", "-s");
        assertTrue(result.out().startsWith("HTTP/1.1 200 OK\n"), result.out());
        assertTrue(result.out().contains("content-type: text/plain\n"), result.out());
        assertTrue(result.out().endsWith("\n\nhello\n"), result.out());
        assertEquals("", result.err());
    }

    @Test
    void writesOneDocumentForScripts() throws IOException {
        JsonNode document = Json.read(nest.nest("call", "/hello", "--json").out());
        assertEquals(200, document.path("status").asInt());
        assertEquals("hello\n", document.path("body").asText());
        assertEquals(gateway.url(), document.path("gateway").asText());
        assertEquals("handler", document.path("timing").path(4).path("name").asText());
        assertEquals(8.0, document.path("timing").path(4).path("ms").asDouble());
    }

    @Test
    void keepsBytesThatAreNoTextFromATerminal() throws IOException {
        byte[] bytes = {0x1b, '[', '2', 'J', 0};
        gateway.on("GET /image", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        assertEquals(
                new String(bytes, StandardCharsets.UTF_8),
                nest.nest("call", "/image").out());
        nest.terminal = new TerminalSize(80, 24);
        Result result = nest.nest("call", "/image");
        assertEquals("", result.out());
        assertTrue(result.err().contains("(a body of 5 B that is no text; not shown on a terminal)"), result.err());
        assertTrue(result.err().contains("(no timing of the hops"), result.err());
    }

    @Test
    void goesThroughTheGatewayThatIsNamed() {
        assertEquals("hello\n", nest.nest("call", "/hello", "--gateway", "gw-1").out());
        assertEquals(
                "hello\n",
                nest.nest("call", "/hello", "--gateway", gateway.url()).out());
        assertEquals("hello\n", nest.nest("call", gateway.url() + "/hello").out());
        RouterClientTest.assertFails(
                1,
                "gateway gw-2 is unknown (the router knows: old, gw-1)",
                nest.nest("call", "/hello", "--gateway", "gw-2"));
        RouterClientTest.assertFails(
                1,
                "gateway old does not say where it listens; give its address",
                nest.nest("call", "/hello", "--gateway", "old"));
    }

    @Test
    void goesThroughTheGatewayOfTheSettingsWhereNoRouterAnswers() throws IOException {
        String nobody = "127.0.0.1:" + RouterClientTest.portOfNobody();
        Result result = nest.run("call", "/hello", "--router", nobody, "--set", "gateway.http.port=" + gateway.port());
        assertEquals("hello\n", result.out());
    }

    @Test
    void keepsTheRoutersTokenFromTheGateway() {
        nest.environment.put("CELLNEST_ROUTER_OPS_TOKEN", "a-token-of-the-router");
        nest.nest("call", "/hello");
        assertNull(gateway.lastAsked().header("Authorization"));
    }

    @Test
    void saysWhatItExpects() throws IOException {
        RouterClientTest.assertFails(
                2, "hello (expected: a path such as /orders/7, or a URL)", nest.nest("call", "hello"));
        RouterClientTest.assertFails(
                2,
                "/a b: Illegal character in path at 18 (expected: a path with anything special escaped, such as %20 for"
                        + " a space)",
                nest.nest("call", "/a b"));
        RouterClientTest.assertFails(2, "--header X (expected: 'Name: value')", nest.nest("call", "/hello", "-H", "X"));
        RouterClientTest.assertFails(
                2,
                "--data and --json-body (expected: one of them)",
                nest.nest("call", "/hello", "-d", "x", "--json-body", "y"));
        String nobody = "http://127.0.0.1:" + RouterClientTest.portOfNobody();
        RouterClientTest.assertFails(
                3,
                "no gateway at " + nobody + " (connection refused); --gateway says where one is",
                nest.nest("call", nobody + "/hello"));
    }

    @Test
    void readsServerTimingAsItIsWritten() {
        assertEquals(
                List.of(new Hop("a", 1.5), new Hop("c", 2)),
                Hop.parse(List.of("a;desc=x; DUR=1.5 , b, d;dur=no, e;dur=-1", "c;dur=\"2\"")));
    }
}
