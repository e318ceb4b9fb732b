package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is refused is refused in one form: problem details, a request id, CORS, a line in the access log. */
class RefusalTest {
    private static final int ROUNDS = 400;
    private static final String SPECIAL = " /%:;.[]{}?#\r\n\t\"@*";

    private static FakeRouter router;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        router = FakeRouter.builder().start();
        gateway = TestGateway.start(
                        List.of(router.endpoint()),
                        "gateway.max-header-bytes=4096",
                        "gateway.max-headers=20",
                        "gateway.max-body-bytes=1000",
                        "gateway.read-timeout=400ms",
                        "gateway.idle-timeout=8s",
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

    private static void assertOurForm(String answer, int status) {
        String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2).toLowerCase(Locale.ROOT);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(head.contains("\r\ncontent-type: application/problem+json\r\n"), answer);
        assertTrue(head.contains("\r\nx-request-id: "), answer);
        assertTrue(head.contains("\r\nvary: origin\r\n"), answer);
        assertTrue(answer.contains("\"status\":" + status), answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /?q={a} HTTP/1.1, 400",
        "GET /?q=%zz HTTP/1.1, 400",
        "GET /%zz HTTP/1.1, 400",
        "GET /\u00c3\u00a9 HTTP/1.1, 400",
        "GET /a|b HTTP/1.1, 400",
        "GET / HTTP/9.9, 505",
        "GET / HTTP/1.1 , 505",
        "TRACE / HTTP/1.1, 501",
        "CONNECT a:80 HTTP/1.1, 501",
    })
    void answersRequestLinesThatNoParserTakes(String line, int status) throws Exception {
        boolean spaceAtTheEnd = status == 505 && line.endsWith("1.1");
        String sent = spaceAtTheEnd ? line + " " : line;
        try (AccessLines log = new AccessLines();
                RawClient raw = gateway.raw()) {
            String id = "refused-" + Integer.toHexString(line.hashCode());
            String answer = raw.send(sent + "\nHost: a\nOrigin: https://good.example\nX-Request-Id: " + id + "\n\n")
                    .answer();
            assertOurForm(answer, spaceAtTheEnd ? 400 : status);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("access-control-allow-origin: https://good.example"));
            assertTrue(answer.contains(id), answer);
            assertTrue(raw.isClosedByPeer());
            String shown = line.replace("\u00c3\u00a9", "\\xC3\\xA9");
            assertTrue(log.await(id).contains("] \"" + shown), () -> log.await(id));
        }
        assertTrue(router.asked.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "'X Y: 1\n', 400",
        "'X: a\u0001b\n', 400",
        "': 1\n', 400",
        "'Host: b\n', 400",
        "'Content-Length: 1\nContent-Length: 1\n', 400",
        "'Content-Length: 9223372036854775807\n', 413",
        "'Content-Length: 9223372036854775808\n', 400",
        "'Content-Length: 99999999999999999999\n', 400",
        "'Content-Length: 5000\n', 413",
        "'Transfer-Encoding: chunked\nContent-Length: 1\n', 400",
        "'Transfer-Encoding: gzip, chunked\n', 501",
        "'Upgrade: websocket\n', 501",
        "'Expect: magic\n', 417",
    })
    void answersFieldsThatBreakARule(String fields, int status) throws Exception {
        try (RawClient raw = gateway.raw()) {
            assertOurForm(raw.send("POST / HTTP/1.1\nHost: a\n" + fields + "\n").answer(), status);
        }
        assertTrue(router.asked.isEmpty());
    }

    @Test
    void answersWhatIsTooLargeBeforeAllOfItHasCome() throws Exception {
        try (RawClient target = gateway.raw();
                RawClient field = gateway.raw();
                RawClient many = gateway.raw()) {
            assertOurForm(target.send("GET /" + "a".repeat(200_000)).answer(), 414);
            assertOurForm(
                    field.send("GET / HTTP/1.1\nHost: a\nX: " + "a".repeat(200_000))
                            .answer(),
                    431);
            assertOurForm(
                    many.send("GET / HTTP/1.1\nHost: a\n" + "X: a\n".repeat(500))
                            .answer(),
                    431);
        }
    }

    @Test
    void answersHeadsThatStopComingOrAreCut() throws Exception {
        try (RawClient late = gateway.raw();
                RawClient cut = gateway.raw();
                RawClient silent = gateway.raw()) {
            late.send("GET / HTTP/1.1\nHost: a\nX-Reque");
            cut.send("GET / HTTP/1.1\nHost: a\n").endOutput();
            silent.endOutput();
            assertOurForm(late.answer(), 408);
            assertTrue(late.isClosedByPeer());
            assertOurForm(cut.answer(), 400);
            assertEquals("", silent.head());
        }
    }

    @Test
    void answersInTurn() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("GET /1 HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 2\n\nab"
                    + "GET /{3 HTTP/1.1\nHost: a\n\nGET /4 HTTP/1.1\nHost: a\n\n");
            assertTrue(raw.answer().endsWith("GET /1\n"));
            assertTrue(raw.answer().endsWith("POST /2\nab"));
            assertOurForm(raw.answer(), 400);
            assertTrue(raw.isClosedByPeer());
        }
        assertTrue(
                router.asked.stream().noneMatch(asked -> asked.request().path().equals("/4")));
    }

    @Test
    void answersAHeadRequestWithoutContent() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String head = raw.send("HEAD /{ HTTP/1.1\nHost: a\n\n").head();
            assertTrue(head.startsWith("HTTP/1.1 400 "), head);
            assertTrue(raw.isClosedByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\nGET /x HTTP/1.1\nHost: a\n\n",
                "GET /x HTTP/1.0\nUpgrade: websocket\nConnection: Upgrade\n\n",
                "GET /x HTTP/1.0\nExpect: magic\n\n",
                "GET /x HTTP/1.2\nHost: a\n\n",
                "GET HTTP://A:80/x HTTP/1.1\nHost: a:80\n\n",
                "GET /x HTTP/1.1\nHost: a:\n\n",
                "GET /x HTTP/1.1\nHost:\n\n"
            })
    void answersWhatIsUnusualAndRight(String request) throws Exception {
        try (RawClient raw = gateway.raw()) {
            String answer = raw.send(request).answer();
            assertTrue(answer.matches("(?s)HTTP/1\\.[01] 200 .*"), answer);
            assertTrue(answer.endsWith("GET /x\n"), answer);
        }
    }

    @Test
    void refusesATransferCodingInHttp10() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("POST /x HTTP/1.0\nConnection: keep-alive\nTransfer-Encoding: chunked\n\n1\nx\n0\n\n");
            assertOurForm(raw.answer(), 400);
            assertTrue(raw.isClosedByPeer());
        }
        assertTrue(router.asked.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "x, close", "keep-alive, Close"})
    void closesWhereTheClientAsksForIt(String options) throws Exception {
        try (RawClient raw = gateway.raw()) {
            String answer = raw.send("GET /x HTTP/1.1\nHost: a\nConnection: " + options + "\n\n")
                    .answer();
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
            assertTrue(raw.isClosedByPeer());
        }
    }

    /** Undertow's own refusals have neither: whatever gets past the scanner must be to its liking too. */
    @Test
    void leavesNothingForUndertowToRefuse() throws Exception {
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String request = mutated(random);
            try (RawClient raw = gateway.raw()) {
                raw.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1));
                raw.endOutput();
                String answer = raw.answer();
                assertFalse(
                        !answer.isEmpty() && !answer.toLowerCase(Locale.ROOT).contains("\r\nx-request-id: "),
                        () -> request + " -> " + answer);
                assertFalse(answer.isEmpty() && !request.isBlank(), request);
                refused += answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5") ? 1 : 0;
            } catch (IOException e) {
                throw new AssertionError(request, e);
            }
        }
        assertTrue(refused > ROUNDS / 3 && refused < ROUNDS, "refused " + refused + " of " + ROUNDS);
    }

    private static String mutated(Random random) {
        String[] lines = {
            "GET /a;b=c/../d?e=%20f&g[]=h HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "GET http://host:80/a?b HTTP/1.1",
            "HEAD //x HTTP/1.0",
            "PUT /%C3%A9/.;/..;/ HTTP/1.1"
        };
        String[] fields = {
            "Host: [::1]:80", "Host: a_b%41:1", "X-Y: \u00e9\t z", "Connection: close", "Cookie: a=b; c=\"d\""
        };
        StringBuilder text = new StringBuilder(lines[random.nextInt(lines.length)]).append("\r\nHost: host:80\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(fields[random.nextInt(fields.length)]).append("\r\n");
        }
        text.append("\r\n");
        for (int change = random.nextInt(3); change > 0; change--) {
            int at = random.nextInt(text.length());
            char c = random.nextBoolean()
                    ? (char) random.nextInt(256)
                    : SPECIAL.charAt(random.nextInt(SPECIAL.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, c);
            }
        }
        return text.toString();
    }
}
