package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of requests when things go wrong around them. */
@Tag("transport")
class OutcomesTest {
    private static String outcome(HttpResponse<String> answer) {
        return answer.headers().firstValue("nest-outcome").orElse("none");
    }

    @Test
    void parksUntilARouterComes() {
        int port = FreePort.next();
        try (TestGateway gateway = TestGateway.start(List.of("tcp://127.0.0.1:" + port), "gateway.parking-time=8s")) {
            assertEquals(503, gateway.readyz());
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/later");
            Await.until("in", () -> gateway.gatewayProcess.active() == 1);
            assertFalse(answer.isDone());
            try (FakeRouter router = FakeRouter.builder().port(port).start()) {
                assertEquals("POST /later\n", answer.join().body());
                assertFalse(router.awaitRequest().has(Flags.RETRIED));
            }
        }
    }

    @Test
    void saysNotStartedWhenNoRouterComesInTime() {
        try (TestGateway gateway =
                TestGateway.start(List.of("tcp://127.0.0.1:" + FreePort.next()), "gateway.parking-time=100ms")) {
            HttpResponse<String> answer = gateway.get("/x");
            assertEquals(503, answer.statusCode());
            assertEquals("not-started", outcome(answer));
            assertEquals("1", answer.headers().firstValue("retry-after").orElseThrow());
            assertTrue(answer.body().contains("\"status\":503"), answer.body());
            assertEquals(0, gateway.gatewayProcess.budget().used());
        }
    }

    @Test
    void parksNoMoreThanItMay() {
        try (TestGateway gateway = TestGateway.start(
                List.of("tcp://127.0.0.1:" + FreePort.next()),
                "gateway.parking-time=1s",
                "gateway.parking-max-requests=3",
                "gateway.io-threads=1")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(gateway.later("GET", "/" + i));
            }
            answers.forEach(answer -> assertEquals(503, answer.join().statusCode()));
            assertEquals(5, gateway.gatewayProcess.counters().value(Event.NO_ROOM));
        }
    }

    @Test
    void repeatsIdempotentRequestsOfALostRouterElsewhereAndNoOthers() {
        try (FakeRouter lost = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(
                                List.of(lost.endpoint(), "tcp://127.0.0.1:" + FreePort.next()),
                                "gateway.parking-time=100ms")
                        .awaitReady()) {
            Map<String, CompletableFuture<HttpResponse<String>>> answers = new TreeMap<>();
            for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")) {
                answers.put(method, gateway.later(method, "/" + method));
            }
            Await.until("all sent", () -> lost.asked.size() == answers.size());
            lost.kill();
            answers.forEach((method, answer) -> {
                boolean idempotent = !List.of("POST", "PATCH").contains(method);
                assertEquals(idempotent ? 503 : 502, answer.join().statusCode(), method);
                assertEquals("unknown", outcome(answer.join()), method);
            });
        }
    }

    @Test
    void repeatsOnceWhatTheRouterSaysMayBeRepeated() {
        try (FakeRouter router = FakeRouter.builder()
                        .answering(request -> new Reply(
                                request.exchange(),
                                Flags.NEST | Flags.REPEATABLE,
                                502,
                                Fields.of("nest-outcome", "unknown"),
                                Slice.EMPTY))
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            HttpResponse<String> answer = gateway.later("POST", "/declared").join();
            assertEquals(502, answer.statusCode());
            assertEquals("unknown", outcome(answer));
            assertFalse(router.awaitRequest().has(Flags.RETRIED));
            assertTrue(router.awaitRequest().has(Flags.RETRIED));
            assertTrue(router.asked.isEmpty());
        }
    }

    @Test
    void sendsNoRequestWhoseBodyIsGone() {
        AtomicInteger asked = new AtomicInteger();
        try (FakeRouter router = FakeRouter.builder()
                        .answering(request -> asked.incrementAndGet() > 1
                                ? null
                                : new Reply(
                                        request.exchange(),
                                        Flags.NEST | Flags.REPEATABLE,
                                        502,
                                        Fields.of("nest-outcome", "unknown"),
                                        Slice.EMPTY))
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later(gateway.request("/put")
                    .PUT(BodyPublishers.ofString("content"))
                    .build());
            assertEquals(7, router.awaitRequest().body().length());
            Request repeated = router.awaitRequest();
            assertEquals(7, repeated.body().length());
            router.answer(new Refuse(repeated.exchange(), ErrorCode.BUSY, "full"));
            assertEquals(503, answer.join().statusCode());
            assertEquals("unknown", outcome(answer.join()));
            assertTrue(router.asked.isEmpty());
        }
    }

    @Test
    void repeatsOnceThroughAnotherRouter() {
        try (FakeRouter first = FakeRouter.builder().answering(request -> null).start();
                FakeRouter second =
                        FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(
                                List.of(first.endpoint(), second.endpoint()), "gateway.parking-time=200ms")
                        .awaitReady()) {
            Await.until("both ready", () -> gateway.gatewayProcess.readyRouters() == 2);
            CompletableFuture<HttpResponse<String>> answer = gateway.later("GET", "/once");
            Await.until("sent", () -> first.asked.size() + second.asked.size() == 1);
            FakeRouter had = first.asked.isEmpty() ? second : first;
            FakeRouter other = had == first ? second : first;
            assertFalse(had.awaitRequest().has(Flags.RETRIED));
            had.kill();
            assertTrue(other.awaitRequest().has(Flags.RETRIED));
            other.kill();
            assertEquals(502, answer.join().statusCode());
            assertEquals("unknown", outcome(answer.join()));
        }
    }

    @Test
    void repeatsThroughTheSameRouterOnceItIsBack() {
        int port = FreePort.next();
        FakeRouter first =
                FakeRouter.builder().port(port).answering(request -> null).start();
        try (TestGateway gateway = TestGateway.start(List.of(first.endpoint()), "gateway.parking-time=8s")
                .awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("GET", "/again");
            first.awaitRequest();
            first.kill();
            try (FakeRouter back = FakeRouter.builder().port(port).start()) {
                assertEquals("GET /again\n", answer.join().body());
                assertTrue(back.awaitRequest().has(Flags.RETRIED));
            }
        }
    }

    @Test
    void noticesASilentRouter() {
        try (FakeRouter router = FakeRouter.builder()
                        .fault(FakeRouter.Fault.SILENT)
                        .answering(request -> null)
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            assertEquals(502, gateway.later("POST", "/x").join().statusCode());
            assertTrue(gateway.gatewayProcess.counters().value(Event.SESSION_ENDED) >= 1);
        }
    }

    @Test
    void endsByItsOwnTimerAndTellsTheRouter() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.request-timeout=200ms")
                        .awaitReady()) {
            HttpResponse<String> answer = gateway.get("/slow");
            assertEquals(504, answer.statusCode());
            assertEquals("unknown", outcome(answer));
            Await.until("a cancel", () -> !router.cancels.isEmpty());
            Cancel cancel = router.cancels.remove();
            assertEquals(Cancel.Reason.DEADLINE, cancel.reason());
            assertEquals(router.awaitRequest().exchange(), cancel.exchange());
        }
    }

    @Test
    void keepsToARoutesDeadlineWhenNoRouterIsLeft() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.parking-time=8s")
                        .awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("GET", "/slow");
            router.tell(new Deadline(router.awaitRequest().exchange(), 300));
            CompletableFuture<HttpResponse<String>> next = gateway.later("GET", "/next");
            router.answer(FakeRouter.echo(router.awaitRequest()));
            assertEquals(200, next.join().statusCode());
            router.kill();
            assertEquals(504, answer.join().statusCode());
            assertEquals("unknown", outcome(answer.join()));
        }
    }

    @Test
    void saysHowOldARequestIsThatHasWaitedForARouter() {
        int port = FreePort.next();
        try (TestGateway gateway = TestGateway.start(List.of("tcp://127.0.0.1:" + port), "gateway.parking-time=8s")) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/later");
            Await.until("in", () -> gateway.gatewayProcess.active() == 1);
            try (FakeRouter router = FakeRouter.builder().port(port).start()) {
                assertEquals("POST /later\n", answer.join().body());
                Request late = router.awaitRequest();
                assertTrue(late.has(Flags.AGED));
                assertTrue(Integer.parseInt(String.valueOf(late.fields().first(Attributes.AGE_MS))) >= 1);
                gateway.get("/soon");
                Request soon = router.awaitRequest();
                assertFalse(soon.has(Flags.AGED));
                assertNull(soon.fields().first(Attributes.AGE_MS));
            }
        }
    }

    @Test
    void tellsTheRouterWhenTheClientGoesAndHoldsTheSlotUntilTheAnswer() throws Exception {
        try (FakeRouter router = FakeRouter.builder()
                        .maxOutstanding(1)
                        .answering(request -> null)
                        .start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.parking-time=8s", "gateway.io-threads=1")
                        .awaitReady()) {
            RawClient raw = gateway.raw().send("GET /gone HTTP/1.1\nHost: a\n\n");
            Request gone = router.awaitRequest();
            raw.reset();
            Await.until("a cancel", () -> !router.cancels.isEmpty());
            assertEquals(new Cancel(gone.exchange(), Cancel.Reason.ASKER_GONE), router.cancels.remove());
            CompletableFuture<HttpResponse<String>> next = gateway.later("GET", "/next");
            Await.until("in", () -> gateway.gatewayProcess.active() == 1);
            assertTrue(router.asked.isEmpty());
            router.answer(FakeRouter.echo(gone));
            Request came = router.awaitRequest();
            assertEquals("/next", came.path());
            router.answer(FakeRouter.echo(came));
            assertEquals("GET /next\n", next.join().body());
        }
    }

    @Test
    void noticesAClientThatResets() throws Exception {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            RawClient raw = gateway.raw().send("POST /gone HTTP/1.1\nHost: a\nContent-Length: 2\n\nab");
            router.awaitRequest();
            raw.reset();
            Await.until("a cancel", () -> !router.cancels.isEmpty());
            Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.budget().used());
        }
    }

    @Test
    void dropsAnswersThatNobodyAwaits() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("GET", "/x");
            Request request = router.awaitRequest();
            long id = request.exchange();
            long stale = ExchangeId.of(ExchangeId.slot(id), ExchangeId.generation(id) - 1);
            long other = ExchangeId.of(ExchangeId.slot(id) + 1, ExchangeId.generation(id));
            long beyond = ExchangeId.of(ExchangeId.MAX_SLOTS - 1, ExchangeId.generation(id));
            for (long forged : new long[] {stale, other, beyond, 0, -1}) {
                router.answer(new Reply(forged, 0, 200, Fields.EMPTY, Slice.of(new byte[9])));
            }
            router.answer(FakeRouter.echo(request));
            router.answer(new Reply(id, 0, 200, Fields.EMPTY, Slice.of(new byte[8])));
            assertEquals("GET /x\n", answer.join().body());
            Await.until("all counted", () -> gateway.gatewayProcess.counters().value(Event.STALE_REPLY) == 6);
            assertEquals(200, gateway.readyz());
        }
    }

    @Test
    void asksAnotherRouterWhenOneRefuses() {
        try (FakeRouter first = FakeRouter.builder().answering(request -> null).start();
                FakeRouter second =
                        FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(first.endpoint(), second.endpoint()))
                        .awaitReady()) {
            Await.until("both ready", () -> gateway.gatewayProcess.readyRouters() == 2);
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/x");
            Await.until("sent", () -> first.asked.size() + second.asked.size() == 1);
            FakeRouter had = first.asked.isEmpty() ? second : first;
            FakeRouter other = had == first ? second : first;
            had.answer(new Refuse(had.awaitRequest().exchange(), ErrorCode.BUSY, "no room"));
            Request again = other.awaitRequest();
            assertFalse(again.has(Flags.RETRIED));
            other.answer(FakeRouter.echo(again));
            assertEquals("POST /x\n", answer.join().body());
        }
    }

    @Test
    void givesUpARequestThatIsRefusedAgainAndAgain() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/x");
            for (int i = 0; i < 3; i++) {
                router.answer(new Refuse(router.awaitRequest().exchange(), ErrorCode.BUSY, "no room"));
            }
            assertEquals(503, answer.join().statusCode());
            assertEquals("not-started", outcome(answer.join()));
        }
    }

    @Test
    void sendsNothingNewToADrainingRouterButWaitsForItsAnswers() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.parking-time=200ms", "gateway.io-threads=2")
                        .awaitReady()) {
            CompletableFuture<HttpResponse<String>> before = gateway.later("GET", "/before");
            Request request = router.awaitRequest();
            router.sendOnPrimaries(new Drain());
            Await.until("both lanes and the primary answer", () -> router.drains.get() == 3);
            assertEquals(503, gateway.readyz());
            assertEquals("not-started", outcome(gateway.get("/after")));
            assertNull(router.asked.peek());
            router.answer(FakeRouter.echo(request));
            assertEquals("GET /before\n", before.join().body());
            router.sayGoodbye();
            Await.until("back", () -> gateway.readyz() == 200);
        }
    }

    @Test
    void deliversAnAnswerThatComesByALaneAfterGoodbyeOnThePrimary() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/last");
            Request request = router.awaitRequest();
            router.sendOnPrimaries(new Goodbye());
            Await.until("not ready", () -> gateway.gatewayProcess.readyRouters() == 0);
            router.answer(FakeRouter.echo(request));
            assertEquals("POST /last\n", answer.join().body());
            router.sendOnLanes(new Goodbye());
            Await.until("back", () -> gateway.readyz() == 200);
            assertEquals(1, gateway.gatewayProcess.counters().value(Event.SESSION_ENDED));
        }
    }

    @Test
    void deliversTheAnswersThatHadComeWhenItsRouterIsLost() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=2")
                        .awaitReady()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(gateway.later("POST", "/" + i));
            }
            Await.until("all sent", () -> router.asked.size() == answers.size());
            router.answerAndDie(router.asked.stream()
                    .map(asked -> FakeRouter.echo(asked.request()))
                    .toList());
            for (int i = 0; i < answers.size(); i++) {
                assertEquals("POST /" + i + "\n", answers.get(i).join().body());
            }
        }
    }

    @Test
    void endsASessionThatSendsGarbageOnALane() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=1")
                        .awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/x");
            router.awaitRequest();
            router.sendOnLanes(new byte[] {1, 2, 3});
            assertEquals(502, answer.join().statusCode());
            assertEquals(1, gateway.gatewayProcess.counters().value(Event.BAD_BATCH));
            Await.until("back", () -> gateway.readyz() == 200);
        }
    }

    @Test
    void endsASessionThatSendsGarbageOnItsPrimary() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("POST", "/x");
            router.awaitRequest();
            router.sendOnPrimaries(new byte[] {1, 2, 3});
            assertEquals(502, answer.join().statusCode());
            assertEquals(1, gateway.gatewayProcess.counters().value(Event.BAD_BATCH));
            Await.until("back", () -> gateway.readyz() == 200);
        }
    }

    @Test
    void stopsOnlyWhenWhatItHasIsAnswered() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.drain-time=8s")
                        .awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = gateway.later("GET", "/last");
            Request request = router.awaitRequest();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop);
            Await.until("not ready", () -> gateway.readyz() == 503);
            assertFalse(stopped.isDone());
            router.answer(FakeRouter.echo(request));
            assertEquals("GET /last\n", answer.join().body());
            assertEquals(
                    "close", answer.join().headers().firstValue("connection").orElse("none"));
            stopped.join();
            Await.until("a goodbye", () -> router.goodbyes.get() == 1);
        }
    }
}
