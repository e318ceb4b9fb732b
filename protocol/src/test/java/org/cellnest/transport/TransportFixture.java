package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;

/**
 * Sockets that belong to the thread of one test. They do nothing but within their calls, so whoever waits here for one of
 * them moves them all meanwhile, and keeps what arrives, in order, for whom it is meant.
 */
final class TransportFixture implements AutoCloseable {

    static final byte[] HELLO = bytes("hello");

    private static final String ANYWHERE = "tcp://127.0.0.1:0";

    /** The last thing that {@link #next(RouterSocket)} returned. */
    final Inbound inbound = new Inbound();

    private final Transport transport;
    private final Map<RouterSocket, Deque<Arrival>> routers = new HashMap<>();
    private final Map<Link, Deque<LinkArrival>> links = new HashMap<>();
    private final List<Thread> peers = new ArrayList<>();

    TransportFixture() {
        this(TransportUnderTest.ofThisRun());
    }

    /** Of sockets that another transport carries. */
    TransportFixture(Transport transport) {
        this.transport = transport;
    }

    private record Arrival(Inbound.Kind kind, int connection, byte[] frame, String reason) {}

    private record LinkArrival(LinkEvent event, byte[] frame) {}

    static RouterSocketSettings anywhere() {
        return RouterSocketSettings.on(ANYWHERE);
    }

    RouterSocket router() {
        return router(anywhere());
    }

    RouterSocket router(RouterSocketSettings settings) {
        return router(settings, SystemClock.INSTANCE);
    }

    RouterSocket router(RouterSocketSettings settings, Clock clock) {
        RouterSocket router = RouterSocket.open(settings, HELLO, transport.engines(), clock);
        routers.put(router, new ArrayDeque<>());
        return router;
    }

    Link link(String endpoint) {
        return link(endpoint, LinkSettings.defaults());
    }

    Link link(String endpoint, LinkSettings settings) {
        Link link = Link.open(endpoint, settings, transport);
        links.put(link, new ArrayDeque<>());
        return link;
    }

    static String endpoint(RouterSocket router) {
        return router.boundEndpoints().get(0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    /** Takes a frame over as an array. */
    static byte[] array(Bytes frame) {
        byte[] array = frame.toByteArray();
        frame.release();
        return array;
    }

    /** The next thing that comes to the router, wake-ups aside. */
    Inbound next(RouterSocket router) {
        Deque<Arrival> arrivals = kept(routers, router);
        Await.until("something for the router", () -> !arrivals.isEmpty(), () -> {
            pump(router, 1);
            if (arrivals.isEmpty()) {
                pump();
            }
        });
        Arrival arrival = arrivals.remove();
        inbound.set(arrival.kind, arrival.connection, Slice.of(arrival.frame), arrival.reason);
        return inbound;
    }

    /** The next frame that comes to the router. */
    byte[] nextFrame(RouterSocket router) {
        assertSame(Inbound.Kind.FRAME, next(router).kind());
        return array(inbound.frame());
    }

    /** The next thing that comes to the router is to be this connection's end. */
    void nextIsEndOf(int connection, RouterSocket router) {
        assertSame(Inbound.Kind.DISCONNECTED, next(router).kind());
        assertEquals(connection, inbound.connection());
        assertTrue(inbound.frame().isEmpty());
    }

    /** The next frame that comes to the link. */
    byte[] nextFrame(Link link) {
        LinkArrival arrival = next(link);
        assertSame(LinkEvent.FRAME, arrival.event);
        return arrival.frame;
    }

    /** The next thing that comes to the link is to be its end. */
    void nextIsLost(Link link) {
        assertSame(LinkEvent.LOST, next(link).event);
    }

    private LinkArrival next(Link link) {
        Deque<LinkArrival> arrivals = kept(links, link);
        Await.until("something for " + link, () -> !arrivals.isEmpty(), () -> {
            pump(link, 1);
            if (arrivals.isEmpty()) {
                pump();
            }
        });
        return arrivals.remove();
    }

    private static <K, V> V kept(Map<K, V> all, K socket) {
        V kept = all.get(socket);
        if (kept == null) {
            throw new AssertionError(socket + " was closed");
        }
        return kept;
    }

    /** Waits for a condition while all sockets move. */
    void await(String what, BooleanSupplier condition) {
        Await.until(what, condition, () -> {
            pump();
            LockSupport.parkNanos(100_000);
        });
    }

    /** Does on another thread what waits for our sockets, which move meanwhile. */
    <T> T whilePumping(Callable<T> action) throws Exception {
        FutureTask<T> task = start(action);
        await("what a peer does", task::isDone);
        return result(task);
    }

    /** The same for an action without a result. */
    void whilePumping(Action action) throws Exception {
        whilePumping(() -> {
            action.run();
            return "";
        });
    }

    /** What a peer does. */
    interface Action {
        void run() throws Exception;
    }

    /** Does something on another thread; sockets move no more than the test says. */
    <T> FutureTask<T> start(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "peer");
        peers.add(thread);
        thread.start();
        return task;
    }

    static <T> T result(FutureTask<T> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /**
     * Sends until nothing is taken for a while, since the network's buffers may grow.
     *
     * @return how often it was taken
     */
    static int untilFull(BooleanSupplier send) {
        int sent = 0;
        for (int refusedInARow = 0; refusedInARow < 50; refusedInARow++) {
            if (send.getAsBoolean()) {
                refusedInARow = 0;
                assertTrue(++sent < 1_000, "never full");
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return sent;
    }

    RawPeer join(RouterSocket router) throws Exception {
        return join(router, Wire.NO_IDENTITY);
    }

    /** A peer by hand that has shaken hands, and has still to read the greeting. */
    RawPeer join(RouterSocket router, byte[] identity) throws Exception {
        return whilePumping(() -> RawPeer.join(endpoint(router), identity));
    }

    /** Lets every socket do once what it can without waiting. */
    private void pump() {
        List.copyOf(routers.keySet()).forEach(router -> pump(router, 0));
        List.copyOf(links.keySet()).forEach(link -> pump(link, 0));
    }

    private void pump(RouterSocket router, int timeoutMs) {
        Inbound into = new Inbound();
        if (router.receive(into, timeoutMs) && into.kind() != Inbound.Kind.WAKE_UP) {
            kept(routers, router).add(new Arrival(into.kind(), into.connection(), array(into.frame()), into.reason()));
        }
    }

    private void pump(Link link, int timeoutMs) {
        LinkEvent event = link.receive(timeoutMs);
        Deque<LinkArrival> arrivals = kept(links, link);
        LinkArrival last = arrivals.peekLast();
        boolean toldAlready = last != null && last.event == LinkEvent.LOST;
        if (event == LinkEvent.FRAME || (event == LinkEvent.LOST && !toldAlready)) {
            arrivals.add(new LinkArrival(event, link.frame().toByteArray()));
        }
    }

    /** A link that has been greeted. */
    Link upLink(RouterSocket router) {
        Link link = link(endpoint(router));
        assertArrayEquals(HELLO, nextFrame(link));
        return link;
    }

    /** Sends over the link and returns the connection it comes in by. */
    int introduce(RouterSocket router, Link link) {
        assertTrue(link.send(bytes("introduction")));
        assertEquals("introduction", text(nextFrame(router)));
        return inbound.connection();
    }

    void close(RouterSocket router) {
        routers.remove(router);
        router.close();
    }

    void close(Link link) {
        links.remove(link);
        link.close();
    }

    @Override
    public void close() {
        List.copyOf(links.keySet()).forEach(this::close);
        List.copyOf(routers.keySet()).forEach(this::close);
        transport.close();
        Await.until("no peer is left", () -> peers.stream().noneMatch(Thread::isAlive));
    }
}
