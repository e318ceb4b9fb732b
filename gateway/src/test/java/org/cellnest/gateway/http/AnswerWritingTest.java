package org.cellnest.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.Await;
import org.cellnest.gateway.RawClient;
import org.cellnest.gateway.TestTransport;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.dispatch.StreamBudget;
import org.cellnest.gateway.dispatch.UpstreamDispatcher;
import org.cellnest.gateway.dispatch.WriteTimeouts;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.intake.RequestIntake;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.IoUtils;

/** One exchange at a time on the gateway's own listener, written to by the test in place of a request. */
@Timeout(60)
class AnswerWritingTest {
    private static final long PATIENCE_NS = 1_000;
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";
    /** More than the buffers of both ends of a connection take. */
    private static final int LARGE = 32 << 20;

    private final HttpSettings settings = HttpSettings.of(
            Settings.of("gateway.http.host=127.0.0.1", "gateway.http.port=0", "gateway.io-threads=1"), 1);
    private final ManualClock clock = new ManualClock();
    private final GatewayCounters counters = new GatewayCounters();
    private final ByteBudget budget = new ByteBudget(1 << 30);
    private final DrainLatch open = new DrainLatch();
    private final WriteTimeouts timeouts = new WriteTimeouts(PATIENCE_NS);
    private final Transport transport = TestTransport.open();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<AnswerWriting, HttpServerExchange> writing = (answer, http) -> {};
    /** Whether the connection was open when the last exchange finished. */
    private volatile boolean openAtEnd;
    /** Whether exchanges have a holder; those of refused requests have none. */
    private volatile boolean held = true;

    private HttpServer server;
    private GatewayLoop loop;
    private LoopContext context;
    private RawClient client;

    private final class Request implements AnswerWriting.Holder {
        private final HttpServerExchange http;

        private Request(HttpServerExchange http) {
            this.http = http;
        }

        @Override
        public void onClientGone() {
            events.add("client gone");
        }

        @Override
        public void onFinished() {
            openAtEnd = http.getConnection().isOpen();
            events.add("finished");
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = new HttpServer(settings);
        RequestIntake intake = new RequestIntake(settings.heads(), clock);
        loop = new GatewayLoop(
                0,
                server.ioThreads().get(0),
                clock,
                () -> new byte[0],
                1 << 20,
                transport,
                new ChunkPool(1 << 20),
                new SecureRandom(),
                timeouts,
                intake,
                budget,
                new UpstreamDispatcher(1_000, 1_000, 1_000, 1, budget, new StreamBudget(1 << 20), counters));
        context = new LoopContext(
                loop,
                new HeaderNameCache(),
                settings,
                new HttpReplyWriter(settings.cors(), () -> false),
                new OwnResources(settings.cors(), null, new AddressPage("g1", "")),
                budget,
                counters,
                open);
        server.start(http -> begin(http, held ? new Request(http) : null), intake::onOpen);
        client = new RawClient(server.boundPort());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.stop(10_000);
        transport.close();
    }

    private void begin(HttpServerExchange http, AnswerWriting.@Nullable Holder holder) {
        ClientConnection connection = ClientConnection.of(http, context);
        AnswerWriting answer = new AnswerWriting(
                http,
                context,
                connection,
                new RequestObservation(http, loop, settings.accessLog(), "peer", "request-1", 0));
        answer.begin(holder);
        http.dispatch(SameThreadExecutor.INSTANCE, () -> writing.accept(answer, http));
    }

    private <T> T onLoop(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> result.complete(call.get()));
        return await(result);
    }

    private static <T> T await(CompletableFuture<T> result) {
        return result.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Waits for the end of the exchange, and of what the I/O thread does along with it. */
    private void awaitFinished() {
        Await.until("finished", () -> events.contains("finished"));
        assertEquals(0, onLoop(open::requests));
    }

    private static WireRecord reply(int status, byte[] body, String... fields) {
        return MessageCodec.record(new Reply(1, 0, status, Fields.of(fields), Slice.of(body)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Page page(String text) {
        return new Page(200, Map.of("content-type", "text/plain"), text(text));
    }

    private void writeLocal(LocalReply reply) {
        writing = (answer, http) -> answer.writeLocal(reply, null);
    }

    @Test
    void holdsTheBytesOfAReplyAndCountsTheExchangeUntilItIsWritten() throws Exception {
        WireRecord reply = reply(200, text("hello"), "content-type", "text/plain");
        CompletableFuture<Integer> openRequests = new CompletableFuture<>();
        writing = (answer, http) -> {
            openRequests.complete(open.requests());
            answer.writeReply(reply, null, null);
        };
        String answer = client.send(GET).answer();
        assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("hello"), answer);
        awaitFinished();
        assertEquals(1, await(openRequests));
        assertEquals(List.of("finished"), events);
        assertEquals(0, budget.used());
        client.send(GET).answer();
        Await.until("the connection is kept", () -> events.equals(List.of("finished", "finished")));
    }

    @Test
    void writesItsOwnAnswerInPlaceOfABadReply() throws Exception {
        String[] fields = new String[2_000];
        for (int i = 0; i < fields.length; i += 2) {
            fields[i] = "x-many";
            fields[i + 1] = "v";
        }
        writing = (answer, http) -> answer.writeReply(reply(200, text("hello"), fields), null, null);
        String answer = client.send(GET).answer();
        assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
        assertFalse(answer.contains("x-many: v"), answer);
        awaitFinished();
        assertEquals(1, counters.value(Event.BAD_REPLY));
        assertEquals(List.of("finished"), events);
        assertEquals(0, budget.used());
    }

    @Test
    void writesNoPageBesideAnotherAnswer() throws Exception {
        writing = (answer, http) -> {
            answer.writePage(page("first"));
            answer.writePage(page("second"));
        };
        assertTrue(client.send(GET).answer().endsWith("first"));
        awaitFinished();
        writeLocal(LocalReply.of(503, "The next answer."));
        String next = client.send(GET).answer();
        assertTrue(next.startsWith("HTTP/1.1 503 "), next);
    }

    @Test
    void endsAnExchangeWhoseConnectionClosesBeforeAnAnswer() throws Exception {
        writing = (answer, http) -> IoUtils.safeClose(http.getConnection());
        client.send(GET);
        awaitFinished();
        assertTrue(client.isClosedByPeer());
        assertEquals(List.of("client gone", "finished"), events);
    }

    @Test
    void needsNoHolder() throws Exception {
        CompletableFuture<AnswerWriting> refused = new CompletableFuture<>();
        held = false;
        writing = (answer, http) -> {
            answer.writeLocal(LocalReply.of(400, "Refused."), null);
            refused.complete(answer);
        };
        assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 400 "));
        await(refused);
        assertEquals(0, onLoop(open::requests));
        writing = (answer, http) -> IoUtils.safeClose(http.getConnection());
        client.send(GET);
        assertTrue(client.isClosedByPeer());
        Await.until("ended", () -> open.requests() == 0);
        assertEquals(List.of(), events);
    }

    private void tick() {
        onLoop(() -> {
            timeouts.onTick(clock.advanceNs(PATIENCE_NS));
            return "ticked";
        });
    }

    @Test
    void writesAnAnswerWithoutContent() throws Exception {
        writing = (answer, http) -> answer.writeEmpty(null);
        String answer = client.send(GET).head();
        assertTrue(answer.startsWith("HTTP/1.1 204 ") && answer.contains("X-Request-Id: request-1"), answer);
        awaitFinished();
        assertEquals(List.of("finished"), events);
    }

    @Test
    void givesBackTheBytesOfAnAnswerWhoseClientLeavesWithinIt() throws Exception {
        WireRecord reply = reply(200, new byte[LARGE]);
        writing = (answer, http) -> answer.writeReply(reply, null, null);
        client.send(GET);
        Await.until("writing", () -> budget.used() >= LARGE);
        client.hangUp();
        awaitFinished();
        assertEquals(List.of("finished"), events, "an answer had begun");
        assertEquals(0, budget.used());
    }

    @Test
    void finishesOnceAndReportsNoLossOfAClientWhoseAnswerHadBegun() throws Exception {
        WireRecord reply = reply(200, new byte[LARGE]);
        CompletableFuture<Long> written = new CompletableFuture<>();
        writing = (answer, http) -> {
            try {
                answer.writeReply(reply, null, null);
                answer.onClientGone();
                answer.onClientGone();
                written.complete(budget.used());
            } catch (RuntimeException e) {
                written.completeExceptionally(e);
            }
        };
        client.send(GET);
        assertEquals(0, await(written));
        assertEquals(List.of("finished"), events);
        assertEquals(0, open.requests());
    }

    @Test
    void givesUpOnAClientThatTakesNothing() throws Exception {
        writing = (answer, http) -> answer.writeReply(reply(200, new byte[LARGE]), null, null);
        client.send(GET);
        Await.until("writing", () -> budget.used() >= LARGE);
        Await.until("given up", () -> {
            tick();
            return events.contains("finished");
        });
        assertEquals(1, counters.value(Event.SLOW_READER));
        assertEquals(0, budget.used());
        assertTrue(client.isClosedByPeer());
        assertEquals(List.of("finished"), events);
    }

    @Test
    void finishesBeforeTheRestOfARefusedRequestHasCome() throws Exception {
        writeLocal(LocalReply.of(413, "Too much.").closing());
        String answer = client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\nabc")
                .answer();
        assertTrue(answer.startsWith("HTTP/1.1 413 ") && answer.contains("Connection: close"), answer);
        awaitFinished();
        assertTrue(openAtEnd, "the rest is awaited");
        assertEquals(List.of("finished"), events);
        assertTrue(client.isClosedByPeer());
        assertEquals(List.of("finished"), events, "once");
    }

    @Test
    void keepsTheConnectionWhereTheRestOfARequestIsSoonRead() throws Exception {
        writeLocal(LocalReply.of(400, "No."));
        client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\n\n");
        String answer = client.send("abc").answer();
        assertTrue(answer.startsWith("HTTP/1.1 400 ") && !answer.contains("Connection: close"), answer);
        awaitFinished();
        assertTrue(client.send(GET).answer().startsWith("HTTP/1.1 400 "));
    }

    @Test
    void closesAfterAnAnswerWhoseRequestHasALongOrOpenRest() throws Exception {
        writeLocal(LocalReply.of(400, "No."));
        String answer = client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 65537\n\n")
                .answer();
        assertTrue(answer.contains("Connection: close"), answer);
        try (RawClient chunked = new RawClient(server.boundPort())) {
            answer = chunked.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n")
                    .answer();
            assertTrue(answer.contains("Connection: close"), answer);
        }
        try (RawClient expecting = new RawClient(server.boundPort())) {
            answer = expecting
                    .send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n")
                    .answer();
            assertTrue(answer.contains("Connection: close"), answer);
        }
    }

    @Test
    void closesAfterTheLastRequestOfAConnection() throws Exception {
        writing = (answer, http) -> {
            answer.onLastOfConnection();
            answer.writeLocal(LocalReply.of(503, "The last."), null);
        };
        assertTrue(client.send(GET).answer().contains("Connection: close"));
        assertTrue(client.isClosedByPeer());
    }
}
