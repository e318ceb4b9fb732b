package org.cellnest.gateway.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.Await;
import org.cellnest.gateway.FakeRouter;
import org.cellnest.gateway.TestTransport;
import org.cellnest.gateway.dispatch.InFlightRequests;
import org.cellnest.gateway.dispatch.Lane;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.Identity;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.SystemClock;
import org.cellnest.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

@Tag("transport")
class LaneLinkTest implements LaneLink.Owner {
    private static final int REQUESTS = 5;

    private final byte[] nonce = new byte[KeyProof.NONCE_BYTES];
    private final CountDownLatch joined = new CountDownLatch(1);
    private final AtomicInteger answers = new AtomicInteger();
    private final FakeRouter router =
            FakeRouter.builder().answering(request -> null).start();
    private final Transport transport = TestTransport.open();
    private volatile boolean failing;
    private volatile boolean hasRoom = true;
    private XnioWorker worker;
    private XnioIoThread thread;

    @BeforeEach
    void startThread() throws Exception {
        worker = Xnio.getInstance(LaneLinkTest.class.getClassLoader())
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        thread = worker.getIoThread();
    }

    @AfterEach
    void stop() throws InterruptedException {
        worker.shutdownNow();
        router.close();
        transport.close();
        worker.awaitTermination(10, TimeUnit.SECONDS);
    }

    private LaneLink link() {
        Identity identity = new Identity(PeerKind.GATEWAY, "g", "i", 1, Map.of(), null, false);
        LinkSetup setup = new LinkSetup(
                router.endpoint(),
                () -> identity,
                1 << 20,
                transport,
                SystemClock.INSTANCE,
                nonce::clone,
                new GatewayCounters(),
                Map::of);
        RouterLink primary = new RouterLink(setup, List.of());
        SessionHandle session = new SessionHandle(
                primary,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), router.port()),
                identity,
                new Hello(1, "r", "i", 1_000, 3, false, Limits.DEFAULT),
                new Welcome("s1", 1, true, 64, List.of()),
                1);
        return new LaneLink(session, 1, LinkSettings.defaults(), thread, transport.engines(), nonce::clone, this);
    }

    @Override
    public Lane onJoined(LaneLink link) {
        joined.countDown();
        return new Lane(link::send, Limits.DEFAULT, new InFlightRequests<>(0, 64, new InFlightRequests.Generations(1)));
    }

    @Override
    public void onAnswer(Lane lane, WireRecord record) {
        if (failing) {
            throw new IllegalStateException("on purpose");
        }
        answers.incrementAndGet();
    }

    @Override
    public boolean mayRead() {
        return hasRoom;
    }

    @Override
    public void onTurn() {}

    private static byte[] request(int slot) {
        return MessageCodec.encode(new Request(
                ExchangeId.of(slot, 1),
                0,
                0,
                0,
                "GET",
                false,
                HttpVersion.HTTP_1_1,
                "/",
                "",
                Fields.of("host", "a"),
                Slice.EMPTY));
    }

    private LaneLink joinedAndAsking() throws InterruptedException {
        LaneLink link = link();
        thread.execute(link::open);
        assertTrue(joined.await(10, TimeUnit.SECONDS));
        thread.execute(() -> {
            for (int slot = 0; slot < REQUESTS; slot++) {
                link.send(Slice.of(request(slot)));
            }
        });
        Await.until("all asked", () -> router.asked.size() == REQUESTS);
        return link;
    }

    @Test
    void takesInTheAnswersThatHaveArrivedBeforeItCloses() throws InterruptedException {
        LaneLink link = joinedAndAsking();
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        // The thread is busy while the answers come; then it closes before it looks at its connections.
        thread.execute(() -> {
            try {
                answered.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            link.close();
            closed.countDown();
        });
        router.answerAndDie(router.asked.stream()
                .map(asked -> FakeRouter.echo(asked.request()))
                .toList());
        Await.until("the router is gone", router::isDead);
        answered.countDown();
        assertTrue(closed.await(10, TimeUnit.SECONDS));
        assertEquals(REQUESTS, answers.get());
    }

    @Test
    void takesInTheAnswersThatHaveArrivedBeforeItsConnectionEnds() throws InterruptedException {
        joinedAndAsking();
        router.answerAndDie(router.asked.stream()
                .map(asked -> FakeRouter.echo(asked.request()))
                .toList());
        Await.until("all answers", () -> answers.get() == REQUESTS);
    }

    @Test
    void readsNoMoreAnswersUntilThereIsRoomForThem() throws InterruptedException {
        LaneLink link = joinedAndAsking();
        List<FakeRouter.Asked> asked = List.copyOf(router.asked);
        hasRoom = false;
        router.answer(FakeRouter.echo(asked.get(0).request()));
        Await.until("one answer", () -> answers.get() == 1);
        CompletableFuture.runAsync(() -> {}, thread).join();
        asked.subList(1, REQUESTS).forEach(next -> router.answer(FakeRouter.echo(next.request())));
        CompletableFuture.runAsync(link::readOn, thread).join();
        assertEquals(1, answers.get());
        hasRoom = true;
        CompletableFuture.runAsync(link::readOn, thread).join();
        Await.until("all answers", () -> answers.get() == REQUESTS);
    }

    @Test
    void endsWhereAnAnswerCannotBeTakenIn() throws InterruptedException {
        LaneLink link = joinedAndAsking();
        failing = true;
        router.answer(FakeRouter.echo(router.asked.element().request()));
        AtomicInteger slot = new AtomicInteger(REQUESTS);
        Await.until(
                "nothing more is taken",
                () -> !CompletableFuture.supplyAsync(() -> link.send(Slice.of(request(slot.getAndIncrement()))), thread)
                        .join());
    }
}
