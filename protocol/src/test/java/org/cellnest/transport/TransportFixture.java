package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assertions;

/** A transport whose I/O threads must not fail and whose closing must be quick, and sockets on it; used by one thread. */
final class TransportFixture implements AutoCloseable {

    static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final Transport transport =
            Transport.open(TransportSettings.defaults().withOnFatal((line, cause) -> fatal.add(cause)));
    final Inbound inbound = new Inbound();
    private final Deque<Runnable> sockets = new ArrayDeque<>();

    RouterSocket router() {
        return router(RouterSocketSettings.on("tcp://127.0.0.1:0"));
    }

    RouterSocket router(RouterSocketSettings settings) {
        RouterSocket router = RouterSocket.open(transport, settings, HELLO);
        sockets.push(router::close);
        return router;
    }

    Link link(String endpoint) {
        return link(endpoint, LinkSettings.defaults());
    }

    Link link(String endpoint, LinkSettings settings) {
        Link link = Link.open(transport, endpoint, settings);
        sockets.push(link::close);
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

    /** The next thing that comes to the router, wake-ups aside. */
    Inbound next(RouterSocket router) {
        Await.until(
                "something for the router",
                () -> router.receive(inbound, 20) && inbound.kind() != Inbound.Kind.WAKE_UP);
        return inbound;
    }

    /** The next thing that comes to the link, wake-ups aside. */
    static LinkEvent next(Link link) {
        LinkEvent[] event = {LinkEvent.TIMEOUT};
        Await.until("something for " + link, () -> {
            event[0] = link.receive(20);
            return event[0] == LinkEvent.FRAME || event[0] == LinkEvent.LOST;
        });
        return event[0];
    }

    /** A link that has been greeted; opened again, as an owner would, where a connection came to nothing. */
    Link upLink(RouterSocket router) {
        for (int attempt = 0; attempt < 5; attempt++) {
            Link link = link(endpoint(router));
            if (next(link) == LinkEvent.FRAME) {
                Assertions.assertArrayEquals(HELLO, link.frame());
                return link;
            }
        }
        throw new AssertionError("no link to " + endpoint(router) + " in five attempts");
    }

    /** Sends over the link and returns the connection it comes in by. */
    int introduce(RouterSocket router, Link link) {
        assertTrue(link.send(bytes("introduction")));
        assertEquals(Inbound.Kind.FRAME, next(router).kind());
        assertEquals("introduction", text(inbound.frame()));
        return inbound.connection();
    }

    @Override
    public void close() {
        while (!sockets.isEmpty()) {
            sockets.pop().run();
        }
        long startNs = System.nanoTime();
        transport.close();
        long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        assertTrue(tookMs < 3_000, () -> "closing took " + tookMs + " ms");
        assertEquals(List.of(), fatal);
    }
}
