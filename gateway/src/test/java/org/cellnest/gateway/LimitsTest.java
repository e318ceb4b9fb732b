package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients can make the gateway hold. */
@Tag("transport")
class LimitsTest {
    @Test
    void givesUpClientsThatDoNotReadTheirAnswers() throws Exception {
        byte[] large = new byte[900_000];
        try (FakeRouter router = FakeRouter.builder()
                        .answering(request -> FakeRouter.reply(request, 200, Fields.EMPTY, large))
                        .start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.read-timeout=300ms")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            raw.send("GET / HTTP/1.1\nHost: a\n\n".repeat(60));
            Await.until(
                    "an answer is stuck", () -> gateway.gatewayProcess.budget().used() > 0);
            Await.until("nothing is held", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.budget().used());
            assertTrue(router.asked.size() < 60);
        }
    }

    private static final int LARGE = 16 << 20;

    /** Larger than what the system's buffers take off the gateway's hands. */
    private static FakeRouter routerWithALargeAnswer() {
        byte[] large = new byte[LARGE];
        return FakeRouter.builder()
                .maxMessageBytes(LARGE + 1_000)
                .answering(request -> FakeRouter.reply(request, 200, Fields.EMPTY, large))
                .start();
    }

    @Test
    void closesTheConnectionOfAClientThatTakesNothingForAsLongAsTheReadTimeout() throws Exception {
        try (FakeRouter router = routerWithALargeAnswer();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()),
                                "nest.max-message-bytes=20MiB",
                                "gateway.read-timeout=500ms")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            long sentNs = System.nanoTime();
            raw.send("GET / HTTP/1.1\nHost: a\n\n");
            Await.until("given up", () -> gateway.gatewayProcess.counters().value(Event.SLOW_READER) == 1);
            assertTrue(System.nanoTime() - sentNs >= TimeUnit.MILLISECONDS.toNanos(500));
            Await.until("nothing is held", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.budget().used());
            assertTrue(raw.readSlowly(LARGE, 1 << 20, 0) < LARGE);
            assertTrue(raw.isClosedByPeer());
        }
    }

    @Test
    void waitsForAClientThatTakesALittleNowAndThen() throws Exception {
        try (FakeRouter router = routerWithALargeAnswer();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "nest.max-message-bytes=20MiB", "gateway.read-timeout=2s")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            String head = raw.send("GET / HTTP/1.1\nHost: a\n\n").head();
            assertTrue(head.startsWith("HTTP/1.1 200"), head);
            assertEquals(LARGE, raw.readSlowly(LARGE, LARGE / 32, 100));
            Await.until("nothing is held", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.counters().value(Event.SLOW_READER));
        }
    }

    @Test
    void keepsAnswersOfClientsThatReadNothingFromCostingOthersTheirs() throws Exception {
        byte[] large = new byte[6 << 20];
        try (FakeRouter router = FakeRouter.builder()
                        .maxMessageBytes(8 << 20)
                        .answering(request -> FakeRouter.reply(request, 200, Fields.EMPTY, large))
                        .start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()),
                                "nest.max-message-bytes=8MiB",
                                "gateway.buffer-bytes=8MiB",
                                "gateway.io-threads=1")
                        .awaitReady();
                RawClient first = gateway.raw();
                RawClient second = gateway.raw();
                RawClient third = gateway.raw();
                RawClient reader = gateway.raw()) {
            for (RawClient dead : List.of(first, second, third)) {
                dead.send("GET / HTTP/1.1\nHost: a\n\n");
            }
            Await.until("all were asked for", () -> router.asked.size() == 3);
            String head = reader.send("GET / HTTP/1.1\nHost: a\n\n").head();
            assertTrue(head.startsWith("HTTP/1.1 200"), head);
            assertEquals(large.length, reader.readSlowly(large.length, large.length, 0));
            assertTrue(
                    gateway.gatewayProcess.budget().used() <= 2L * large.length, "those that read nothing hold it all");
            assertTrue(gateway.gatewayProcess.counters().value(Event.SLOW_READER) >= 2);
        }
    }

    @Test
    void takesNoClientThatIsStillSendingForASlowReader() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.max-body-bytes=1000", "gateway.read-timeout=100ms")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            String answer = raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5000000\n\n")
                    .answer();
            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            Await.until("closed", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.counters().value(Event.SLOW_READER));
        }
    }

    @Test
    void refusesBodiesForWhichThereIsNoRoom() {
        try (FakeRouter router = FakeRouter.builder()
                        .withoutFlows()
                        .answering(request -> null)
                        .start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.buffer-bytes=1MiB", "gateway.request-timeout=8s")
                        .awaitReady()) {
            CompletableFuture<HttpResponse<String>> first = put(gateway, "/1");
            Request held = router.awaitRequest();
            CompletableFuture<HttpResponse<String>> second = put(gateway, "/2");
            router.awaitRequest();
            CompletableFuture<HttpResponse<String>> third = put(gateway, "/3");
            Await.until("one refused", () -> gateway.gatewayProcess.counters().value(Event.NO_ROOM) == 1);
            router.answer(FakeRouter.reply(held, 200, Fields.EMPTY, new byte[0]));
            assertEquals(200, first.join().statusCode());
            Await.until("room again", () -> gateway.gatewayProcess.budget().used() < 600_000);
            CompletableFuture<HttpResponse<String>> fourth = put(gateway, "/4");
            assertEquals("/4", router.awaitRequest().path());
            assertFalse(second.isDone() || fourth.isDone());
            // The answer may be lost to a client that is still writing.
            assertTrue(third.handle((answer, e) -> e != null || answer.statusCode() == 503)
                    .join());
        }
    }

    private static CompletableFuture<HttpResponse<String>> put(TestGateway gateway, String path) {
        return gateway.later(gateway.request(path)
                .PUT(BodyPublishers.ofByteArray(new byte[400_000]))
                .build());
    }

    @Test
    void servesNoMoreConnectionsThanItMay() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.max-connections=2", "gateway.io-threads=1")
                        .awaitReady();
                RawClient first = gateway.raw()) {
            assertTrue(first.send("GET /1 HTTP/1.1\nHost: a\n\n").answer().endsWith("GET /1\n"));
            RawClient second = gateway.raw();
            assertTrue(second.send("GET /2 HTTP/1.1\nHost: a\n\n").answer().endsWith("GET /2\n"));
            RawClient third = gateway.raw();
            third.send("GET /3 HTTP/1.1\nHost: a\n\n");
            assertEquals(2, router.asked.size());
            first.hangUp();
            assertTrue(third.answer().endsWith("GET /3\n"));
            second.hangUp();
            third.hangUp();
        }
    }

    @Test
    void livesThroughGarbage() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            Random random = new Random(5);
            List<String> pieces = List.of(
                    "GET ",
                    "POST ",
                    "/",
                    "*",
                    " HTTP/1.1",
                    " HTTP/9.9",
                    "\r\n",
                    "\n",
                    "Host: a",
                    ": ",
                    "\0",
                    "Content-Length: ",
                    "9",
                    "Transfer-Encoding: chunked",
                    "%",
                    "é",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "x".repeat(5000));
            for (int round = 0; round < 300; round++) {
                try (RawClient raw = gateway.raw()) {
                    StringBuilder text = new StringBuilder(random.nextBoolean() ? "GET / HTTP/1.1\r\nHost: a\r\n" : "");
                    for (int i = random.nextInt(12); i >= 0; i--) {
                        text.append(pieces.get(random.nextInt(pieces.size())));
                    }
                    raw.sendBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                    raw.reset();
                } catch (IOException e) {
                    // closed while the client was still writing
                }
            }
            assertEquals(200, gateway.get("/x").statusCode());
            Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.budget().used());
        }
    }

    @Test
    void saysWhichSettingMovesAPortThatIsTaken() {
        try (TestGateway gateway = TestGateway.start(List.of("tcp://127.0.0.1:1"))) {
            Settings settings = Settings.of(
                    "gateway.http.host=127.0.0.1",
                    "gateway.http.port=" + gateway.gatewayProcess.httpPort(),
                    "gateway.ops.port=0");
            StartupException refused =
                    assertThrows(StartupException.class, () -> GatewayProcess.start(settings, (message, cause) -> {}));
            assertTrue(String.valueOf(refused.getMessage()).contains("gateway.http.port"), refused.getMessage());
        }
    }
}
