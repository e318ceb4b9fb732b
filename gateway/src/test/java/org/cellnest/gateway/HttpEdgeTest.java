package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as clients write it, well or badly. */
@Tag("transport")
class HttpEdgeTest {
    private static FakeRouter router;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        router = FakeRouter.builder().answering(HttpEdgeTest::answer).start();
        gateway = TestGateway.start(
                        List.of(router.endpoint()),
                        "gateway.max-header-bytes=4096",
                        "gateway.max-headers=20",
                        "gateway.read-timeout=400ms",
                        "gateway.idle-timeout=700ms",
                        "gateway.trusted-proxies=[\"127.0.0.0/8\"]",
                        "gateway.cors.allow-origins=[\"https://good.example\"]")
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        router.close();
    }

    @BeforeEach
    void forget() {
        router.asked.clear();
    }

    private static Reply answer(Request request) {
        byte[] body = "body".getBytes(StandardCharsets.UTF_8);
        return switch (request.path()) {
            case "/204", "/205", "/304" ->
                FakeRouter.reply(request, Integer.parseInt(request.path().substring(1)), Fields.EMPTY, body);
            case "/empty" -> FakeRouter.reply(request, 200, Fields.EMPTY, new byte[0]);
            case "/length", "/304/length" ->
                FakeRouter.reply(
                        request,
                        request.path().startsWith("/304") ? 304 : 200,
                        Fields.of("content-length", "4321"),
                        new byte[0]);
            case "/nest" ->
                new Reply(
                        request.exchange(), Flags.NEST, 503, Fields.of("nest-outcome", "not-started"), Slice.of(body));
            case "/cors" ->
                FakeRouter.reply(request, 200, Fields.of("access-control-allow-origin", "https://evil.example"), body);
            default -> FakeRouter.echo(request);
        };
    }

    private static String exchange(String text) throws Exception {
        try (RawClient raw = gateway.raw()) {
            return raw.send(text).answer();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a%2 HTTP/1.1, 400",
        "GET /a%zz HTTP/1.1, 400",
        "GET /%2e%2e/b HTTP/1.1, 400",
        "GET /a/../b HTTP/1.1, 400",
        "GET /a/. HTTP/1.1, 400",
        "GET /a%00 HTTP/1.1, 400",
        "GET /a%0d%0ab HTTP/1.1, 400",
        "GET /a%2fb HTTP/1.1, 400",
        "GET /a%5cb HTTP/1.1, 400",
        "GET /%c0%af HTTP/1.1, 400",
        "GET /%ff HTTP/1.1, 400",
        "GET /a//b HTTP/1.1, 200",
        "GET /a/ HTTP/1.1, 200",
        "GET /%C3%A9 HTTP/1.1, 200",
        "GET /a;b=c HTTP/1.1, 200",
        "GET http://a/x HTTP/1.1, 200",
        "GET http://b/x HTTP/1.1, 200",
        "GET http://user@a/x HTTP/1.1, 400",
        "GET http:///x HTTP/1.1, 400",
        "GET http://a:99999/x HTTP/1.1, 400",
        "GET http://[::1/x HTTP/1.1, 400",
        "GET ftp://a/x HTTP/1.1, 400",
        "GET /a?b=%zz HTTP/1.1, 400",
        "GET * HTTP/1.1, 400",
        "OPTIONS * HTTP/1.1, 204",
        "TRACE / HTTP/1.1, 501",
        "PROPFIND /dav HTTP/1.1, 200",
    })
    void readsTargetsStrictly(String line, int status) throws Exception {
        String answer = exchange(line + "\nHost: a\nConnection: close\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(status == 200 || router.asked.isEmpty());
    }

    @Test
    void stripsNothingThatConnectionMayNotList() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        exchange("GET /x HTTP/1.1\nHost: a\nConnection: authorization, host, Cookie, x-mine, traceparent\n"
                + "Authorization: Basic eDp5\nCookie: a=b\nX-Mine: 1\ntraceparent: " + trace + "\n\n");
        Fields fields = router.awaitRequest().fields();
        assertEquals("Basic eDp5", fields.first("authorization"));
        assertEquals("a=b", fields.first("cookie"));
        assertEquals("a", fields.first("host"));
        assertEquals(trace, fields.first("traceparent"));
        assertEquals(List.of(), fields.all("x-mine"));
        assertEquals(List.of(), fields.all("connection"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/x, b.example, a.example",
        "http://A.Example/x, a.example, A.Example",
        "http://a:80/x, a, a:80",
        "http://a/x, a:80, a",
        "http://a:/x, a, a",
        "http://[::1]:8080/x, a, '[::1]:8080'",
    })
    void tellsTheCellTheHostOfTheTarget(String target, String host, String told) throws Exception {
        String answer = exchange("GET " + target + " HTTP/1.1\nHost: " + host + "\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        Request request = router.awaitRequest();
        assertEquals(List.of(told), request.fields().all("host"));
        assertEquals("/x", request.path());
    }

    @Test
    void keepsThePathAsDecodedAndTheQueryAsItCame() throws Exception {
        String answer = exchange("GET /caf%C3%A9;v=1//x%20y/?a=%2F&b=%ff&c=%00&d HTTP/1.1\nHost: a\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        Request request = router.awaitRequest();
        assertEquals("/café;v=1//x y/", request.path());
        assertEquals("a=%2F&b=%ff&c=%00&d", request.query());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a\nHost: a\n",
                "Host: a\nHost: b\n",
                "X: 1\n",
                "Host: a b\n",
                "Host: a/b\n",
                "Host: user@a\n",
                "Host: a\n:client: 9.9.9.9\n",
                "Host: a\nX Y: 1\n",
                "Host: a\nContent-Length: 1\nContent-Length: 2\n",
                "Host: a\nContent-Length: -1\n",
                "Host: a\nContent-Length: 1\nTransfer-Encoding: chunked\n",
                "Host: a\nX: a\u0000b\n"
            })
    void refusesHeadsThatCouldBeReadInTwoWays(String fields) throws Exception {
        String answer = exchange("GET / HTTP/1.1\n" + fields + "\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(router.asked.isEmpty());
    }

    @Test
    void saysWhatIsTooLarge() throws Exception {
        String target = exchange("GET /" + "a".repeat(5000) + " HTTP/1.1\nHost: a\n\n");
        assertTrue(target.startsWith("HTTP/1.1 414"), target);
        String field = exchange("GET / HTTP/1.1\nHost: a\nX: " + "a".repeat(5000) + "\n\n");
        assertTrue(field.startsWith("HTTP/1.1 431"), field);
        String many = exchange("GET / HTTP/1.1\nHost: a\n" + "X: a\n".repeat(25) + "\n");
        assertTrue(many.startsWith("HTTP/1.1 431"), many);
        assertTrue(router.asked.isEmpty());
    }

    @Test
    void closesWhatIsLargerThanCanBeSaid() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("GET / HTTP/1.1\nHost: a\nX: " + "a".repeat(200_000));
            assertTrue(raw.isClosedByPeer());
        } catch (SocketException e) {
            // closed while the client was still writing
        }
        assertTrue(exchange("GET /x HTTP/1.1\nHost: a\n\n").startsWith("HTTP/1.1 200"));
    }

    @Test
    void refusesTunnelsAndUpgradesButOverlooksHttp2() throws Exception {
        assertTrue(exchange("CONNECT a:443 HTTP/1.1\nHost: a:443\n\n").startsWith("HTTP/1.1 501"));
        String socket = exchange("GET /ws HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n");
        assertTrue(socket.startsWith("HTTP/1.1 501"), socket);
        String h2c = exchange(
                "GET /x HTTP/1.1\nHost: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAA\n\n");
        assertTrue(h2c.startsWith("HTTP/1.1 200"), h2c);
    }

    @Test
    void answersHeadWithTheLengthAndNothingMore() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String head = raw.send("HEAD /x HTTP/1.1\nHost: a\n\n").head();
            assertTrue(head.contains("Content-Length: 8\r\n"), head);
            String next = raw.send("GET /y HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(next.endsWith("GET /y\n"), next);
        }
    }

    /** RFC 9110, section 8.6: a length that is not that of GET is worse than none. */
    @ParameterizedTest
    @CsvSource({
        "HEAD /empty, ",
        "HEAD /length, 4321",
        "HEAD /204, ",
        "HEAD /205, 0",
        "HEAD /304, ",
        "HEAD /304/length, 4321",
        "GET /empty, 0",
        "GET /length, 0",
        "GET /204, ",
        "GET /304, ",
        "GET /304/length, 4321"
    })
    void declaresNoLengthButThatOfTheContentOfGet(String request, @Nullable String length) throws Exception {
        try (RawClient raw = gateway.raw()) {
            String head = raw.send(request + " HTTP/1.1\nHost: a\n\n").head();
            String declared = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length: "))
                    .map(line -> line.substring(16))
                    .reduce((one, other) -> one + ", " + other)
                    .orElse(null);
            assertEquals(length, declared, head);
            assertFalse(head.toLowerCase(Locale.ROOT).contains("transfer-encoding"), head);
            assertFalse(head.toLowerCase(Locale.ROOT).contains("connection: close"), head);
            String next = raw.send("GET /y HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(next.startsWith("HTTP/1.1 200") && next.endsWith("GET /y\n"), next);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/204", "/205", "/304"})
    void givesNoContentWhereTheStatusHasNone(String path) throws Exception {
        try (RawClient raw = gateway.raw()) {
            String empty = raw.send("GET " + path + " HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(empty.startsWith("HTTP/1.1 " + path.substring(1)), empty);
            assertFalse(empty.contains("body"), empty);
            String next = raw.send("GET /y HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(next.endsWith("GET /y\n"), next);
        }
    }

    @Test
    void believesOutcomesOfTheNestAlone() throws Exception {
        try (AccessLines log = new AccessLines()) {
            String answer = exchange("GET /nest HTTP/1.1\nHost: a\n\n");
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("nest-outcome: not-started"), answer);
            String line = log.await("GET /nest");
            assertTrue(line.endsWith(" outcome=not-started"), line);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("GET /1 HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc"
                    + "GET /3 HTTP/1.1\nHost: a\n\n");
            assertTrue(raw.answer().endsWith("GET /1\n"));
            assertTrue(raw.answer().endsWith("POST /2\nabc"));
            assertTrue(raw.answer().endsWith("GET /3\n"));
            assertTrue(raw.send("GET /4 HTTP/1.1\nHost: a\n\n").answer().endsWith("GET /4\n"));
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String first = raw.send("POST /e HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 3\n\n")
                    .head();
            assertTrue(first.startsWith("HTTP/1.1 100"), first);
            String answer = raw.send("abc").answer();
            assertTrue(answer.endsWith("POST /e\nabc"), answer);
        }
        assertTrue(exchange("POST /e HTTP/1.1\nHost: a\nExpect: magic\nContent-Length: 3\n\n")
                .startsWith("HTTP/1.1 417"));
        String large = exchange("POST /e HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 99999999999\n\n");
        assertTrue(large.startsWith("HTTP/1.1 413"), large);
    }

    @Test
    void givesUpBodiesThatStopComing() throws Exception {
        long before = gateway.gatewayProcess.counters().value(Event.BODY_TIMEOUT);
        String answer = exchange("POST /slow HTTP/1.1\nHost: a\nContent-Length: 10\n\nabc");
        assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
        assertEquals(before + 1, gateway.gatewayProcess.counters().value(Event.BODY_TIMEOUT));
        Await.until("no bytes held", () -> gateway.gatewayProcess.budget().used() == 0);
    }

    @Test
    void closesConnectionsWhoseHeadStopsComingOrThatIdle() throws Exception {
        try (RawClient slow = gateway.raw();
                RawClient idle = gateway.raw();
                RawClient used = gateway.raw()) {
            slow.send("GET / HTTP/1.1\nHos");
            assertTrue(used.send("GET /x HTTP/1.1\nHost: a\n\n").answer().startsWith("HTTP/1.1 200"));
            assertTrue(slow.isClosedByPeer());
            assertTrue(idle.isClosedByPeer());
            assertTrue(used.isClosedByPeer());
        }
    }

    @Test
    void servesHttp10() throws Exception {
        String answer = exchange("GET /old HTTP/1.0\n\n");
        assertTrue(answer.endsWith("GET /old\n"), answer);
    }

    @Test
    void findsTheClientBehindTrustedProxies() throws Exception {
        exchange(
                "GET / HTTP/1.1\nHost: a\nX-Forwarded-For: 6.6.6.6, 192.0.2.7, 127.0.0.5\nX-Forwarded-Proto: https\n\n");
        Request request = router.awaitRequest();
        assertEquals("192.0.2.7", request.fields().first(":client"));
        assertTrue(request.https());
    }

    @Test
    void answersPreflightsOfAllowedOriginsAlone() throws Exception {
        String good = exchange(preflight("https://good.example"));
        assertTrue(good.startsWith("HTTP/1.1 204"), good);
        assertTrue(
                good.contains("Access-Control-Allow-Origin: https://good.example")
                        || good.contains("access-control-allow-origin: https://good.example"),
                good);
        assertTrue(router.asked.isEmpty());
        String bad = exchange(preflight("https://bad.example"));
        assertFalse(bad.toLowerCase(Locale.ROOT).contains("access-control"), bad);
        assertEquals("OPTIONS", router.awaitRequest().method());
    }

    private static String preflight(String origin) {
        return """
                OPTIONS /x HTTP/1.1
                Host: a
                Origin: %s
                Access-Control-Request-Method: PUT

                """.formatted(origin);
    }

    @Test
    void speaksForCellsAboutOrigins() throws Exception {
        String good = exchange("GET /cors HTTP/1.1\nHost: a\nOrigin: https://good.example\n\n");
        assertTrue(good.contains("https://good.example") && !good.contains("evil"), good);
        String none = exchange("GET /cors HTTP/1.1\nHost: a\n\n");
        assertFalse(none.contains("evil"), none);
        assertTrue(none.toLowerCase(Locale.ROOT).contains("vary: origin"), none);
    }
}
