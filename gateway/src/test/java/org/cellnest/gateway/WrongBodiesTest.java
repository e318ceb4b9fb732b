package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A body that goes wrong is answered before the connection is closed, whoever would have answered its request, and leaves a
 * line in the access log and nothing on standard error.
 */
class WrongBodiesTest {
    private static final int MAX_BODY = 64 << 10;
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ByteArrayOutputStream ERRORS = new ByteArrayOutputStream();

    private static PrintStream standardError;
    private static FakeRouter router;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        standardError = System.err;
        System.setErr(new PrintStream(ERRORS, true, StandardCharsets.UTF_8));
        router = FakeRouter.builder().start();
        gateway = TestGateway.start(
                        List.of(router.endpoint()),
                        "gateway.io-threads=1",
                        "gateway.max-body-bytes=64KiB",
                        "gateway.read-timeout=500ms",
                        "gateway.api-docs.path=/docs",
                        "gateway.cors.allow-origins=[\"https://good.example\"]")
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        try {
            Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.budget().used());
        } finally {
            gateway.close();
            router.close();
            System.setErr(standardError);
        }
        assertEquals("", ERRORS.toString(StandardCharsets.UTF_8));
    }

    /** Requests that a cell, the gateway's pages, or the gateway itself would answer. */
    static Stream<Arguments> wrongBodies() {
        String half = "a".repeat(MAX_BODY / 2);
        String chunk = Integer.toHexString(half.length()) + "\n" + half + "\n";
        List<Arguments> all = new ArrayList<>();
        for (String request : List.of(
                "POST /x HTTP/1.1\nHost: a\n",
                "HEAD /x HTTP/1.1\nHost: a\n",
                "OPTIONS * HTTP/1.1\nHost: a\n",
                "OPTIONS /x HTTP/1.1\nHost: a\nOrigin: https://good.example\nAccess-Control-Request-Method: GET\n",
                "GET /docs HTTP/1.1\nHost: a\n")) {
            all.add(Arguments.of(request, "Transfer-Encoding: chunked\n\nzz\n", false, 400));
            all.add(Arguments.of(request, "Transfer-Encoding: chunked\n\n5\nab", true, 400));
            all.add(Arguments.of(request, "Content-Length: 10\n\nab", true, 400));
            all.add(Arguments.of(request, "Content-Length: 10\n\nab", false, 408));
            all.add(Arguments.of(request, "Content-Length: " + (MAX_BODY + 1) + "\n\nab", false, 413));
            all.add(Arguments.of(request, "Transfer-Encoding: chunked\n\n" + chunk.repeat(3), false, 413));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("wrongBodies")
    void areAnswered(String request, String rest, boolean ends, int status) throws Exception {
        String id = "wrong-body-" + NUMBERS.incrementAndGet();
        try (AccessLines log = new AccessLines();
                RawClient raw = gateway.raw()) {
            raw.send(request + "X-Request-Id: " + id + "\n" + rest);
            if (ends) {
                raw.endOutput();
            }
            String head = raw.head();
            assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
            assertTrue(head.contains("application/problem+json") && head.contains(id), head);
            assertTrue(head.contains("Connection: close"), head);
            assertTrue(raw.isClosedByPeer());
            assertTrue(log.await(id).contains(" HTTP/1.1\" " + status + " "), () -> log.await(id));
        }
        assertTrue(router.asked.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("refusedPaths")
    void keepTheConnectionOfARefusedRequestOnlyWhereTheyAreShort(String request, boolean kept) throws Exception {
        try (RawClient raw = gateway.raw()) {
            String head = raw.send(request).head();
            assertTrue(head.startsWith("HTTP/1.1 400 "), head);
            assertEquals(!kept, head.contains("Connection: close"), head);
        }
    }

    static Stream<Arguments> refusedPaths() {
        return Stream.of(
                Arguments.of("POST /../x HTTP/1.1\nHost: a\nContent-Length: 2\n\nab", true),
                Arguments.of("POST /../x HTTP/1.1\nHost: a\nContent-Length: 200000\n\nab", false),
                Arguments.of("POST /../x HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n", false),
                Arguments.of("POST /../x HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n2\nab\n", false),
                Arguments.of("HEAD /../x HTTP/1.1\nHost: a\nContent-Length: 2\n\na", false));
    }

    @Test
    void areReadWhereTheyAreRightAndNobodyNeedsThem() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String options = raw.send("OPTIONS * HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n2\nab\n0\n\n")
                    .head();
            assertTrue(options.startsWith("HTTP/1.1 204 "), options);
            String docs = raw.send("GET /docs HTTP/1.1\nHost: a\nContent-Length: 2\n\nab")
                    .answer();
            assertTrue(docs.startsWith("HTTP/1.1 "), docs);
            String preflight = raw.send("OPTIONS /x HTTP/1.1\nHost: a\nOrigin: https://good.example\n"
                            + "Access-Control-Request-Method: GET\nContent-Length: 2\n\nab")
                    .head();
            assertTrue(preflight.contains("access-control-allow-methods"), preflight);
        }
    }
}
