package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a connection that is kept, the next request begins right after the body, wherever TCP cuts the bytes. */
@Tag("transport")
class BodyFramingTest {
    private static final String CHUNKED = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

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
                "Host: a\r\nContent-Length: 0\r\n\r\n",
                "Host: a\r\nContent-Length: 2\r\n\r\nxy",
                CHUNKED + "0\r\n\r\n",
                CHUNKED + "0\r\nX-Trailer: 1\r\n\r\n",
                CHUNKED + "1\r\nx\r\n1\r\ny\r\n0\r\n\r\n",
            })
    void findsTheEndOfABodyWhereverItIsCut(String request) throws Exception {
        String bytes = "POST /b HTTP/1.1\r\n" + request + NEXT;
        String body = request.contains("x") ? "xy" : "";
        try (RawClient raw = gateway.raw();
                RawClient other = gateway.raw()) {
            for (int cut = 1; cut <= bytes.length(); cut++) {
                send(raw, bytes.substring(0, cut));
                awaitRead(other);
                send(raw, bytes.substring(cut));
                assertAnswered(raw, "POST /b\n" + body, "cut at " + cut);
                assertAnswered(raw, "GET /next\n", "cut at " + cut);
            }
        }
    }

    @Test
    void findsTheEndOfABodyThatComesByteByByte() throws Exception {
        try (RawClient raw = gateway.raw();
                RawClient other = gateway.raw()) {
            String bytes = "POST /b HTTP/1.1\r\n" + CHUNKED + "0\r\n\r\n" + NEXT;
            for (int i = 0; i < bytes.length(); i++) {
                send(raw, bytes.substring(i, i + 1));
                awaitRead(other);
            }
            assertAnswered(raw, "POST /b\n", "byte by byte");
            assertAnswered(raw, "GET /next\n", "byte by byte");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST /a/../b HTTP/1.1, 400, true", "OPTIONS * HTTP/1.1, 204, false"})
    void takesNoBodyThatItHadNoUseForAsTheNextRequest(String line, int status, boolean closes) throws Exception {
        String bytes = CHUNKED + "24\r\nGET /evil HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n\r\n0\r\n\r\n";
        try (RawClient other = gateway.raw()) {
            for (int cut = CHUNKED.length(); cut <= bytes.length(); cut++) {
                try (RawClient raw = gateway.raw()) {
                    send(raw, line + "\r\n" + bytes.substring(0, cut));
                    awaitRead(other);
                    send(raw, bytes.substring(cut) + NEXT);
                    String first = raw.answer();
                    assertTrue(first.startsWith("HTTP/1.1 " + status), first);
                    assertEquals(closes, first.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), first);
                    if (closes) {
                        assertTrue(raw.isClosedByPeer(), "cut at " + cut);
                    } else {
                        assertAnswered(raw, "GET /next\n", "cut at " + cut);
                    }
                }
            }
        }
        assertTrue(
                router.asked.stream().noneMatch(asked -> asked.request().path().equals("/evil")));
    }

    /** As java.net.http before 21 does, where the last buffer of a body is empty: it would be guessing to overlook it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesASecondEndOfABodyForABadRequest(boolean alone) throws Exception {
        try (RawClient raw = gateway.raw();
                RawClient other = gateway.raw()) {
            send(raw, "POST /b HTTP/1.1\r\n" + CHUNKED + "0\r\n\r\n" + (alone ? "" : "0\r\n\r\n" + NEXT));
            if (alone) {
                awaitRead(other);
                send(raw, "0\r\n\r\n" + NEXT);
            }
            assertAnswered(raw, "POST /b\n", "the first end");
            String second = raw.answer();
            assertTrue(second.startsWith("HTTP/1.1 400"), second);
            assertTrue(raw.isClosedByPeer());
        }
        assertTrue(
                router.asked.stream().noneMatch(asked -> asked.request().path().equals("/next")));
    }

    private static void send(RawClient raw, String bytes) throws IOException {
        raw.sendBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The one event loop has read what was sent before: it came before this, which is answered. */
    private static void awaitRead(RawClient other) throws IOException {
        send(other, "GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
        assertAnswered(other, "GET /other\n", "another connection");
    }

    private static void assertAnswered(RawClient raw, String body, String which) throws IOException {
        String answer = raw.answer();
        assertTrue(answer.startsWith("HTTP/1.1 200"), which + ": " + answer);
        assertEquals(body, answer.substring(answer.indexOf("\r\n\r\n") + 4), which);
    }
}
