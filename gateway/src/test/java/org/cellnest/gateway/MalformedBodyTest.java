package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is garbled or cut never looks whole: it is answered with 400, and no cell sees any of it. */
class MalformedBodyTest {
    private static final String CHUNKED = "POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n";

    private static FakeRouter router;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        router = FakeRouter.builder().start();
        gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=1")
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f\r\n{\"item\":\"tea\",\"quantity\":  1  }\r\nzz\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "5\r\nhello\r\n0\r\nX\r\n\r\n",
                "5\r\nhelloGET / HTTP/1.1\r\n"
            })
    void refusesChunksThatAreNone(String body) throws Exception {
        for (int cut = 0; cut < body.length(); cut++) {
            try (AccessLines log = new AccessLines();
                    RawClient raw = gateway.raw();
                    RawClient other = gateway.raw()) {
                String id = "a-request-cut-at-" + cut;
                raw.sendBytes((CHUNKED + "X-Request-Id: " + id + "\r\n\r\n" + body.substring(0, cut))
                        .getBytes(StandardCharsets.ISO_8859_1));
                if (cut % 8 == 0) {
                    // The one event loop has read what was sent before.
                    assertTrue(other.send("GET /other HTTP/1.1\nHost: a\n\n")
                            .answer()
                            .endsWith("GET /other\n"));
                }
                raw.sendBytes(body.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
                String answer = raw.answer();
                assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
                assertTrue(answer.contains("application/problem+json") && answer.contains(id), answer);
                assertTrue(raw.isClosedByPeer());
                assertTrue(log.await(id).contains("\"POST /orders HTTP/1.1\" 400 "), () -> log.await(id));
            }
        }
        assertTrue(
                router.asked.stream().noneMatch(asked -> asked.request().path().equals("/orders")));
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
        assertEquals(0, gateway.gatewayProcess.budget().used());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nhello",
                "Content-Length: 10\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r",
            })
    void refusesABodyThatIsCut(String rest) throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.sendBytes(("POST /orders HTTP/1.1\r\nHost: a\r\n" + rest).getBytes(StandardCharsets.ISO_8859_1));
            raw.endOutput();
            String answer = raw.answer();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-request-id: "), answer);
        }
        assertTrue(router.asked.isEmpty());
    }

    /** The requests before it on the connection are still on their way when the body is found to be malformed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersTheRequestsBeforeItFirst(boolean inOnePiece) throws Exception {
        try (FakeRouter slow = FakeRouter.builder().answering(request -> null).start();
                TestGateway behind = TestGateway.start(List.of(slow.endpoint()), "gateway.io-threads=1")
                        .awaitReady();
                RawClient raw = behind.raw();
                RawClient other = behind.raw()) {
            String first = "POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";
            String second = CHUNKED + "\r\n2\r\nab\r\nzz\r\n";
            raw.sendBytes((inOnePiece ? first + second : first).getBytes(StandardCharsets.ISO_8859_1));
            Request request = slow.awaitRequest();
            if (!inOnePiece) {
                raw.sendBytes(second.getBytes(StandardCharsets.ISO_8859_1));
            }
            // The one event loop has read what was sent before.
            assertTrue(other.send("GET /{ HTTP/1.1\nHost: a\n\n").answer().startsWith("HTTP/1.1 400 "));
            slow.answer(FakeRouter.echo(request));
            assertTrue(raw.answer().endsWith("POST /first\nab"));
            String refused = raw.answer();
            assertTrue(refused.startsWith("HTTP/1.1 400 "), refused);
            assertTrue(raw.isClosedByPeer());
            assertTrue(slow.cancels.isEmpty());
        }
    }

    @Test
    void answersAClientThatDidNotWaitToBeAskedForIt() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.sendBytes((CHUNKED + "Expect: 100-continue\r\n\r\nzz\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String head = raw.head();
            String answer = head.startsWith("HTTP/1.1 100") ? raw.answer() : head;
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(raw.isClosedByPeer());
        }
    }

    /** Nobody reads the body of a request that is answered without it. */
    @Test
    void closesTheConnectionOfAMalformedBodyThatNobodyReads() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("OPTIONS * HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\nhello\nzz\n");
            assertTrue(raw.isClosedByPeer());
        }
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
    }
}
