package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the display of past events, and following new ones. */
@Timeout(30)
class EventsTest {
    private static final String JOINED = Samples.event(4, "cell-joined", "cell-a has joined with 3 routes");
    private static final String LOST = Samples.event(5, "cell-lost", "cell-a is lost");

    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        nest.router.json("GET /v1/nest", Samples.NEST);
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    private static FakeRouter.Reply lines(String... events) {
        return FakeRouter.whole(200, "application/x-ndjson", String.join("\n", events) + "\n");
    }

    private static FakeRouter.Reply stream(String... events) {
        StringBuilder body = new StringBuilder(": keep-alive\n\n");
        for (String event : events) {
            body.append("id: 1\nevent: x\ndata: ").append(event).append("\n\n");
        }
        return FakeRouter.whole(200, "text/event-stream", body.toString());
    }

    private static FakeRouter.Reply refusal() {
        return FakeRouter.whole(
                401, "application/problem+json", "{\"status\":401,\"title\":\"Unauthorized\",\"detail\":\"no\"}");
    }

    @Test
    void showsWhatHasHappened() {
        nest.router.on("GET /v1/events", lines(JOINED, LOST));
        assertEquals(new Result(0, """
                        2026-11-25 16:00:04  cell-joined         cell-a has joined with 3 routes
                        2026-11-25 16:00:05  cell-lost           cell-a is lost
                        """, ""), nest.nest("events"));
        assertEquals(
                "GET /v1/events?follow=false&since=0", nest.router.lastAsked().line());
    }

    @Test
    void showsTheLastOrThoseSince() {
        nest.router.on("GET /v1/events", lines(JOINED, LOST));
        assertEquals(
                "2026-11-25 16:00:05  cell-lost           cell-a is lost\n",
                nest.nest("events", "-n", "1").out());
        nest.nest("events", "--since", "3");
        assertEquals(
                "GET /v1/events?follow=false&since=3", nest.router.lastAsked().line());
    }

    @Test
    void refusesAnIdThatNoEventHas() {
        nest.router
                .on("GET /v1/events", FakeRouter.whole(200, "application/x-ndjson", ""))
                .on("GET /v1/events", lines(JOINED, LOST));
        RouterClientTest.assertFails(
                1,
                "--since 99: no event has this id (expected: 0 to 5; a router that restarts counts anew)",
                nest.nest("events", "--since", "99"));
        assertEquals(
                List.of("GET /v1/events?follow=false&since=99", "GET /v1/events?follow=false&since=0"),
                nest.router.lines());
        RouterClientTest.assertFails(
                2,
                "--since yesterday (expected: the id of an event, 0 or more)",
                nest.nest("events", "--since", "yesterday"));
        RouterClientTest.assertFails(
                2, "--since -1 (expected: the id of an event, 0 or more)", nest.nest("events", "--since=-1"));
    }

    @Test
    void showsNothingAfterTheLatest() {
        nest.router
                .on("GET /v1/events", FakeRouter.whole(200, "application/x-ndjson", ""))
                .on("GET /v1/events", lines(JOINED, LOST));
        assertEquals(new Result(0, "", ""), nest.nest("events", "--since", "5"));
    }

    @Test
    void saysHowManyAreNoLongerKept() {
        nest.router.on("GET /v1/events", lines(JOINED, LOST));
        Result result = nest.nest("events", "--since", "2", "-n", "1");
        assertEquals("2026-11-25 16:00:05  cell-lost           cell-a is lost\n", result.out());
        assertEquals("(1 event after 2 no longer kept)\n", result.err());
        assertEquals(0, result.code());
    }

    @Test
    void writesALineOfJsonForEach() throws IOException {
        nest.router.on("GET /v1/events", lines(JOINED, LOST));
        List<String> lines = nest.nest("events", "--json").out().lines().toList();
        assertEquals(2, lines.size());
        assertEquals(Json.read(LOST), Json.read(lines.get(1)));
    }

    @Test
    void goesOnWhereItWasAfterALostConnection() {
        nest.router
                .on("GET /v1/events", lines(JOINED))
                .on("GET /v1/events", stream(LOST))
                .on("GET /v1/events", stream(Samples.event(8, "cell-joined", "cell-a is back")))
                .on("GET /v1/events", refusal());
        List<Duration> pauses = new ArrayList<>();
        nest.pause = pauses::add;
        Result result = nest.nest("events", "-f");
        assertEquals("""
                2026-11-25 16:00:04  cell-joined         cell-a has joined with 3 routes
                2026-11-25 16:00:05  cell-lost           cell-a is lost
                2026-11-25 16:00:08  cell-joined         cell-a is back
                """, result.out());
        assertEquals("""
                (the stream of events broke off: the router ended it; trying again)
                (2 events missed)
                (the stream of events broke off: the router ended it; trying again)
                nest: %s asks for a token (401): set router.ops.token or CELLNEST_ROUTER_OPS_TOKEN, or give --token-file
                """.formatted(nest.router.url()), result.err());
        assertEquals(1, result.code());
        assertEquals(
                List.of("4", "5", "8"),
                nest.router.asked().stream()
                        .filter(asked -> asked.target().equals("/v1/events"))
                        .map(asked -> asked.header("Last-Event-ID"))
                        .toList());
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofMillis(500)), pauses);
    }

    @Test
    void beginsAnewWithARouterThatHasRestarted() throws IOException {
        NestFixture restarted = new NestFixture();
        try (restarted) {
            restarted
                    .router
                    .json("GET /v1/nest", Samples.NEST)
                    .json("GET /v1/nest", Samples.NEST.replace("\"i1\"", "\"i2\""))
                    .on("GET /v1/events", lines(JOINED))
                    .on("GET /v1/events", stream())
                    .on("GET /v1/events", refusal());
            Result result = restarted.nest("events", "--follow");
            assertTrue(result.err().contains("(the router has restarted; its events count anew)"), result.err());
            assertEquals("0", restarted.router.lastAsked().header("Last-Event-ID"));
        }
    }

    @Test
    void waitsLongerEachTimeThatItFails() {
        nest.router.on("GET /v1/events", lines(JOINED));
        for (int i = 0; i < 6; i++) {
            nest.router.on("GET /v1/events", FakeRouter.whole(200, "text/html", "<html></html>"));
        }
        nest.router.on("GET /v1/events", refusal());
        List<Long> pauses = new ArrayList<>();
        nest.pause = pause -> pauses.add(pause.toMillis());
        Result result = nest.nest("events", "-f");
        assertEquals(List.of(500L, 1000L, 2000L, 4000L, 5000L, 5000L), pauses);
        assertEquals(2, result.err().lines().count(), result.err());
    }

    @Test
    void stopsWhereItIsToldTo() {
        nest.router.on("GET /v1/events", lines(JOINED)).on("GET /v1/events", stream());
        nest.pause = time -> {
            throw new InterruptedException();
        };
        assertEquals(0, nest.nest("events", "-f").code());
        assertTrue(Thread.interrupted());
    }

    @Test
    void failsWhereTheRouterIsNone() {
        nest.router.on("GET /v1/events", FakeRouter.whole(200, "text/html", "<html></html>"));
        assertEquals(3, nest.nest("events").code());
        RouterClientTest.assertFails(2, "-n 1001 (expected: 0 to 1000)", nest.nest("events", "-n", "1001"));
    }

    @Test
    void readsEventsOfSeveralLines() throws IOException {
        EventLines events = events("data: {\ndata:\"id\":1}\r\n\r\n:comment\n\nretry: 5\n\ndata: {\"cut off\":1}");
        assertEquals(1, Json.whole(Objects.requireNonNull(events.nextOfStream()), "id"));
        assertNull(events.nextOfStream());
    }

    @Test
    void saysThatAnEventIsNone() {
        NestException e =
                assertThrows(NestException.class, () -> events("data: eggs\n\n").nextOfStream());
        assertEquals("an event that is no JSON: eggs", e.line());
    }

    private static EventLines events(String text) {
        return new EventLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), () -> {});
    }

    /** Data is received at 30 ms, and the watcher finds the clock at 70 ms and then at 71 ms. */
    @Test
    void givesUpAStreamOnceItsSilenceIsTooLongAndNotBefore() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        BlockingQueue<Long> watchersMs = new LinkedBlockingQueue<>();
        AtomicLong ownMs = new AtomicLong();
        Thread reader = Thread.currentThread();
        LongSupplier clock = () ->
                TimeUnit.MILLISECONDS.toNanos(Thread.currentThread() == reader ? ownMs.get() : takenFrom(watchersMs));
        try (SilenceWatch watch = new SilenceWatch(closed::countDown, Duration.ofMillis(40), clock)) {
            ownMs.set(30);
            watch.heard();
            watchersMs.addAll(List.of(70L, 71L));
            assertTrue(closed.await(20, TimeUnit.SECONDS));
            assertEquals(List.of(), List.copyOf(watchersMs));
        }
    }

    private static long takenFrom(BlockingQueue<Long> times) {
        try {
            return times.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
