package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("transport")
class GatewayProcessTest {
    @Test
    void carriesARequestAndItsAnswer() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            HttpResponse<String> answer = gateway.get("/api/hello/billy?age=12");
            assertEquals(200, answer.statusCode());
            assertEquals("GET /api/hello/billy\n", answer.body());
            assertEquals(
                    "text/plain", answer.headers().firstValue("content-type").orElseThrow());
            Request request = router.awaitRequest();
            assertEquals("age=12", request.query());
            assertEquals("127.0.0.1", request.fields().first(":client"));
            assertEquals(
                    answer.headers().firstValue("x-request-id").orElseThrow(),
                    request.fields().first("x-request-id"));
            assertTrue(request.budgetMs() > 29_000 && request.budgetMs() <= 30_000, "budget " + request.budgetMs());
        }
    }

    @Test
    void carriesBodiesOfEverySizeUpToTheLimit() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.max-body-bytes=300000", "gateway.io-threads=2")
                        .awaitReady()) {
            for (int size : new int[] {0, 1, 100, 4095, 4096, 4097, 65536, 70000, 299_999, 300_000}) {
                String body = "x".repeat(size);
                HttpResponse<String> known = gateway.send(gateway.request("/b")
                        .POST(BodyPublishers.ofString(body))
                        .build());
                assertEquals(200, known.statusCode(), "size " + size);
                assertEquals("POST /b\n" + body, known.body());
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                // No empty piece: java.net.http before 21 would end the body with it, and then once more.
                List<byte[]> pieces = Stream.of(
                                Arrays.copyOf(bytes, size / 2), Arrays.copyOfRange(bytes, size / 2, size))
                        .filter(piece -> piece.length > 0)
                        .toList();
                HttpResponse<String> chunked = gateway.send(gateway.request("/b")
                        .POST(BodyPublishers.ofByteArrays(pieces))
                        .build());
                assertEquals(200, chunked.statusCode(), "size " + size + " in chunks");
                assertEquals("POST /b\n" + body, chunked.body());
            }
            Await.until("no bytes held", () -> gateway.gatewayProcess.budget().used() == 0);
        }
    }

    @Test
    void carriesManyRequestsAtOnceEachItsOwnAnswer() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=2")
                        .awaitReady()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                answers.add(gateway.later("GET", "/item/" + i));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertEquals("GET /item/" + i + "\n", answers.get(i).join().body());
            }
            Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
        }
    }

    @Test
    void refusesBodiesBeyondTheLimitHoweverTheyAreFramed() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.max-body-bytes=1000")
                        .awaitReady()) {
            try (RawClient raw = gateway.raw()) {
                String answer = raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1001\n\n")
                        .answer();
                assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
                assertTrue(answer.contains("application/problem+json"), answer);
                assertTrue(answer.contains("\"requestId\":"), answer);
            }
            try (RawClient raw = gateway.raw()) {
                raw.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
                for (int i = 0; i < 20; i++) {
                    raw.send("64\n" + "y".repeat(100) + "\n");
                }
                // The connection stands for a while, so that the answer is not lost to a client that is still writing.
                raw.send("0\n\n");
                String answer = raw.answer();
                assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
                assertTrue(answer.contains("Connection: close"), answer);
                assertTrue(raw.isClosedByPeer());
            }
            assertTrue(router.asked.isEmpty());
            Await.until("no bytes held", () -> gateway.gatewayProcess.budget().used() == 0);
        }
    }

    @Test
    void passesFieldsByTheRules() throws Exception {
        Fields evil = Fields.of(
                "x-ok",
                "1",
                "nest-outcome",
                "forged",
                "connection",
                "x-hop",
                "x-hop",
                "1",
                "content-length",
                "99",
                "transfer-encoding",
                "chunked",
                ":client",
                "x",
                "set-cookie",
                "a=1",
                "set-cookie",
                "b=2");
        try (FakeRouter router = FakeRouter.builder()
                        .answering(
                                request -> FakeRouter.reply(request, 200, evil, "hi".getBytes(StandardCharsets.UTF_8)))
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady();
                RawClient raw = gateway.raw()) {
            String answer = raw.send("""
                    GET /a%20b HTTP/1.1
                    Host: a:80
                    X-Up: 1
                    Nest-Key: x
                    Connection: X-Mine, keep-alive
                    X-Mine: 1
                    TE: trailers
                    X-Forwarded-For: 1.2.3.4
                    X-Request-Id: abcdefgh
                    traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
                    Accept: a
                    Accept: b

                    """).answer();
            assertTrue(answer.endsWith("\r\n\r\nhi"), answer);
            assertTrue(answer.contains("x-ok: 1"), answer);
            assertTrue(answer.contains("Content-Length: 2\r\n"), answer);
            assertTrue(answer.contains("a=1") && answer.contains("b=2"), answer);
            assertTrue(answer.contains("X-Request-Id: abcdefgh"), answer);
            for (String gone : List.of("outcome", "x-hop", "chunked", "client")) {
                assertTrue(!answer.toLowerCase(Locale.ROOT).contains(gone), answer);
            }
            Fields came = router.awaitRequest().fields();
            assertEquals("1", came.first("x-up"));
            assertEquals(List.of("a", "b"), came.all("accept"));
            assertEquals("abcdefgh", came.first("x-request-id"));
            assertEquals("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", came.first("traceparent"));
            for (String gone : List.of("nest-key", "connection", "x-mine", "te", "x-forwarded-for")) {
                assertEquals(null, came.first(gone), gone);
            }
        }
    }
}
