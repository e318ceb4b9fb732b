package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.Load;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.RoguePeer;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that were let in and do not keep to the rules. */
@Tag("transport")
@Tag("null-mechanism")
class RogueCellIT {
    @TempDir
    private Path folder;

    private NestInOneJvm nest;
    private int back;
    private int http;

    @BeforeEach
    void startNest() {
        nest = NestInOneJvm.in(folder, "router.parking-time=500ms", "nest.request-timeout=5s");
        Ready router = nest.router();
        back = router.port("back");
        http = nest.gateway(router).port("http");
        Await.until("the gateway is in", () -> HttpConnection.get(http, "/").status() == 404);
    }

    @AfterEach
    void endNest() {
        nest.close();
    }

    @Test
    void servesAsAnyOtherWhenItKeepsToTheRules() throws Exception {
        try (RoguePeer cell = RoguePeer.cell(back, "good", "pool", "/x/{y}")) {
            CompletableFuture<Answer> answer = get("/x/1");
            Request request = cell.await(Request.class);
            assertEquals("/x/1", request.path());
            assertEquals(1, request.route());
            cell.send(reply(request.exchange(), "mine"));
            assertEquals("mine", text(answer));
        }
    }

    @Test
    void handsARefusedRequestToAnotherCell() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (RoguePeer refuser = RoguePeer.cell(back, "refuser", "pool", "/x");
                RoguePeer server = RoguePeer.cell(back, "server", "pool", "/x")) {
            onEachRequest(refuser, request -> {
                refused.incrementAndGet();
                refuser.send(new Refuse(request.exchange(), ErrorCode.BUSY, "not me"));
            });
            onEachRequest(server, request -> server.send(reply(request.exchange(), "served")));
            Await.until("a request was refused", () -> {
                assertEquals("served", text(get("/x")));
                return refused.get() > 0;
            });
        }
    }

    private interface Handler {
        void handle(Request request) throws IOException;
    }

    /** Until the peer is closed. */
    private static void onEachRequest(RoguePeer peer, Handler handler) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    handler.handle(peer.await(Request.class));
                }
            } catch (IOException e) {
                // Closed at the end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void answers503NotStartedWhenEveryCellRefuses() throws Exception {
        try (RoguePeer refuser = RoguePeer.cell(back, "refuser", "pool", "/x")) {
            CompletableFuture<Answer> answer = get("/x");
            Request request = refuser.await(Request.class);
            refuser.send(new Refuse(request.exchange(), ErrorCode.BUSY, "not me"));
            assertEquals(
                    "503 not-started",
                    answer.get(10, TimeUnit.SECONDS).status()
                            + " "
                            + answer.get().outcome());
        }
    }

    @Test
    void answers502UnknownWhenTheSecondCellDiesToo() throws Exception {
        try (RoguePeer first = RoguePeer.cell(back, "first", "pool", "/x");
                RoguePeer second = RoguePeer.cell(back, "second", "pool", "/x");
                RoguePeer third = RoguePeer.cell(back, "third", "pool", "/x")) {
            AtomicInteger starts = new AtomicInteger();
            AtomicInteger again = new AtomicInteger();
            for (RoguePeer cell : List.of(first, second, third)) {
                onEachRequest(cell, request -> {
                    starts.incrementAndGet();
                    again.addAndGet(request.has(Flags.RETRIED) ? 1 : 0);
                    cell.close();
                });
            }
            Answer answer = get("/x").get(10, TimeUnit.SECONDS);
            assertEquals("502 unknown", answer.status() + " " + answer.outcome());
            assertEquals(2, starts.get());
            assertEquals(1, again.get(), "the second start is marked as one");
        }
    }

    @Test
    void givesNoClientAForgedOrASecondReply() throws Exception {
        try (RoguePeer victim = RoguePeer.cell(back, "victim", "one", "/one");
                RoguePeer forger = RoguePeer.cell(back, "forger", "two", "/two")) {
            CompletableFuture<Answer> answer = get("/one");
            Request request = victim.await(Request.class);
            long ticket = request.exchange();
            for (long forged :
                    new long[] {ticket, ticket + 1, ticket - 1, ticket + (1L << 20), 0, -1, Long.MIN_VALUE}) {
                forger.send(reply(forged, "forged"));
            }
            forger.heartbeat();
            victim.send(reply(ticket, "true"));
            assertEquals("true", text(answer));
            victim.send(reply(ticket, "once more"));
            victim.send(new Refuse(ticket, ErrorCode.BUSY, "after all"));
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Answer> next = get("/one");
                Request nextRequest = victim.await(Request.class);
                victim.send(reply(ticket, "stale"));
                victim.send(reply(nextRequest.exchange(), "next"));
                assertEquals("next", text(next));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 100, 199, 600, 999, 65_535})
    void refusesAStatusThatIsNone(int status) throws Exception {
        try (RoguePeer cell = RoguePeer.cell(back, "liar", "pool", "/x")) {
            CompletableFuture<Answer> answer = get("/x");
            Request request = cell.await(Request.class);
            cell.send(new Reply(request.exchange(), 0, status, Fields.EMPTY, Slice.EMPTY));
            Answer given = answer.get(10, TimeUnit.SECONDS);
            // The cell was sent away; the request is safe, so it waited for another.
            assertTrue(
                    Set.of("502 unknown", "503 unknown").contains(given.status() + " " + given.outcome()),
                    given::toString);
        }
    }

    @Test
    void cannotSpeakForTheNest() throws Exception {
        try (RoguePeer cell = RoguePeer.cell(back, "liar", "pool", "/x")) {
            CompletableFuture<Answer> answer = get("/x");
            Request request = cell.await(Request.class);
            Fields fields = Fields.of(
                    "nest-outcome",
                    "not-started",
                    ":client",
                    "1.2.3.4",
                    "content-length",
                    "1",
                    "transfer-encoding",
                    "chunked",
                    "connection",
                    "x-hop",
                    "x-hop",
                    "1",
                    "x-request-id",
                    "forged-request-id");
            cell.send(new Reply(request.exchange(), Flags.NEST, 200, fields, Slice.of(bytes("whole"))));
            Answer given = answer.get(10, TimeUnit.SECONDS);
            assertEquals("whole", given.text());
            assertEquals("", given.outcome());
            assertTrue(given.header("x-hop").isEmpty(), given::toString);
            assertTrue(given.header("transfer-encoding").isEmpty(), given::toString);
            assertEquals(1, given.all("x-request-id").size());
            assertTrue(!given.all("x-request-id").contains("forged-request-id"), given::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nx-injected: yes", "a\nb", "a\u0000b"})
    void cannotBreakOutOfAHeader(String value) throws Exception {
        try (RoguePeer cell = RoguePeer.cell(back, "liar", "pool", "/x")) {
            CompletableFuture<Answer> answer = get("/x");
            Request request = cell.await(Request.class);
            cell.send(new Reply(request.exchange(), 0, 200, Fields.of("x-a", value), Slice.of(bytes("whole"))));
            Answer given = answer.get(10, TimeUnit.SECONDS);
            assertTrue(given.status() >= 500, given::toString);
            assertTrue(given.header("x-injected").isEmpty(), given::toString);
        }
    }

    @Test
    void cannotTakeRoutesOfAnotherDeploymentNorALiveId() throws Exception {
        try (RoguePeer holder = RoguePeer.cell(back, "holder", "one", "/x/{a}");
                RoguePeer thief = new RoguePeer(back);
                RoguePeer twin = new RoguePeer(back)) {
            thief.send(RoguePeer.register(PeerKind.CELL, "thief", 4, "two", 1, null));
            thief.send(RoguePeer.routes("two", "/x/{b}"));
            Welcome verdicts = thief.await(Welcome.class);
            assertEquals(false, verdicts.deployments().get(0).accepted(), verdicts::toString);
            twin.send(RoguePeer.register(PeerKind.CELL, "holder", 4, "", 0, null));
            assertEquals("id-in-use", twin.await(Reject.class).code());
            CompletableFuture<Answer> answer = get("/x/1");
            Request request = holder.await(Request.class);
            holder.send(reply(request.exchange(), "the holder's"));
            assertEquals("the holder's", text(answer));
        }
    }

    @Test
    void hurtsNobodyElseWhenItNeverReads() throws Exception {
        try (RoguePeer deaf = RoguePeer.cell(back, "deaf", "one", "/one");
                RoguePeer server = RoguePeer.cell(back, "server", "two", "/two")) {
            onEachRequest(server, request -> server.send(reply(request.exchange(), "served")));
            byte[] body = new byte[64 << 10]; // longer ones would flow, which this cell does not know
            try (Load load = Load.on(http, 1, 1, n -> Load.Target.get("/two"))) {
                List<HttpConnection> asking = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    HttpConnection connection = new HttpConnection(http, 20_000);
                    asking.add(connection);
                    connection.send("POST", "/one", body);
                    deaf.heartbeat();
                    assertEquals("served", text(get("/two")));
                }
                for (HttpConnection connection : asking) {
                    Answer answer = connection.read(false);
                    assertTrue(answer.status() >= 502, answer::toString);
                    connection.close();
                }
                Shots.assertAllOk(load.stop());
            }
            assertEquals("served", text(get("/two")));
        }
    }

    @Test
    void isSentAwayWhenItAsksAsIfItWereAGateway() throws Exception {
        try (RoguePeer cell = RoguePeer.cell(back, "asker", "pool", "/x")) {
            cell.send(new Request(
                    0, 0, 1000, 0, "GET", false, HttpVersion.HTTP_1_1, "/x", "", Fields.EMPTY, Slice.EMPTY));
            cell.await(Reject.class);
        }
    }

    private static Reply reply(long exchange, String text) {
        return new Reply(exchange, 0, 200, Fields.of("content-type", "text/plain"), Slice.of(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CompletableFuture<Answer> get(String path) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return HttpConnection.get(http, path);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static String text(CompletableFuture<Answer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS).text();
    }
}
