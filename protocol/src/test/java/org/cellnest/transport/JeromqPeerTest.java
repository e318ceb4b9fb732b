package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A peer written with JeroMQ. It has I/O threads of its own, so only what waits for it needs another. */
class JeromqPeerTest {

    private static final int LARGE_BYTES = 300_000;
    private static final int PATIENCE_MS = 30_000;
    private static final int EXCHANGES = 20;

    private final TransportFixture nest = new TransportFixture();
    private final JeroMqSockets peers = new JeroMqSockets();

    @AfterEach
    void close() {
        try {
            nest.close();
        } finally {
            peers.close();
        }
    }

    private ZMQ.Socket socket(SocketType type) {
        ZMQ.Socket socket = peers.create(type);
        socket.setReceiveTimeOut(PATIENCE_MS);
        return socket;
    }

    private byte[] receive(ZMQ.Socket from) throws Exception {
        byte[] frame = nest.whilePumping(() -> from.recv());
        if (frame == null) {
            throw new AssertionError("nothing came to " + from);
        }
        return frame;
    }

    private static byte[] large(int seed) {
        byte[] large = new byte[LARGE_BYTES];
        new Random(seed).nextBytes(large);
        return large;
    }

    private ZMQ.Socket dealer(RouterSocket router) throws Exception {
        ZMQ.Socket dealer = socket(SocketType.DEALER);
        assertTrue(dealer.connect(endpoint(router)));
        assertArrayEquals(HELLO, receive(dealer));
        return dealer;
    }

    @Test
    void itsDealerExchangesFramesWithARouterSocket() throws Exception {
        RouterSocket router = nest.router();
        ZMQ.Socket dealer = dealer(router);
        for (int i = 0; i < EXCHANGES; i++) {
            assertTrue(dealer.send("small " + i));
            assertTrue(dealer.send(large(i)));
            assertEquals("small " + i, text(nest.nextFrame(router)));
            assertArrayEquals(large(i), nest.nextFrame(router));
            int connection = nest.inbound.connection();
            assertSame(SendResult.SENT, router.send(connection, bytes("answer " + i)));
            assertSame(SendResult.SENT, router.send(connection, large(-i)));
            assertEquals("answer " + i, text(receive(dealer)));
            assertArrayEquals(large(-i), receive(dealer));
        }
    }

    @Test
    void aRouterSocketNoticesTheEndOfItsDealer() throws Exception {
        RouterSocket router = nest.router();
        ZMQ.Socket dealer = dealer(router);
        assertTrue(dealer.send("here"));
        assertEquals("here", text(nest.nextFrame(router)));
        dealer.close();
        nest.nextIsEndOf(nest.inbound.connection(), router);
    }

    @Test
    void itsDealerComesAgainWhenTheRouterSocketHasEnded() throws Exception {
        RouterSocket router = nest.router();
        ZMQ.Socket dealer = dealer(router);
        String endpoint = endpoint(router);
        nest.close(router);
        RouterSocket second = nest.router(RouterSocketSettings.on(endpoint));
        assertArrayEquals(HELLO, receive(dealer));
        assertTrue(dealer.send("again"));
        assertEquals("again", text(nest.nextFrame(second)));
    }

    @Test
    void aMessageOfSeveralFramesIsAsManyFrames() throws Exception {
        RouterSocket router = nest.router();
        ZMQ.Socket dealer = dealer(router);
        assertTrue(dealer.sendMore("one"));
        assertTrue(dealer.sendMore(""));
        assertTrue(dealer.send("three"));
        assertEquals("one", text(nest.nextFrame(router)));
        assertEquals("", text(nest.nextFrame(router)));
        assertEquals("three", text(nest.nextFrame(router)));
    }

    @Test
    void itsHeartbeatIsAnswered() throws Exception {
        RouterSocket router = nest.router();
        ZMQ.Socket dealer = socket(SocketType.DEALER);
        dealer.setHeartbeatIvl(20);
        dealer.setHeartbeatTimeout(10_000);
        dealer.setHeartbeatContext(bytes("beat"));
        assertTrue(dealer.connect(endpoint(router)));
        assertArrayEquals(HELLO, receive(dealer));
        assertTrue(dealer.send("here"));
        assertEquals("here", text(nest.nextFrame(router)));
        long startNs = System.nanoTime();
        // as long as several beats take
        nest.await("a while", () -> System.nanoTime() - startNs > 200_000_000);
        assertSame(SendResult.SENT, router.send(nest.inbound.connection(), bytes("still there")));
        assertEquals("still there", text(receive(dealer)));
        assertEquals(1, router.counters().open());
    }

    /** A ROUTER that says HELLO to whoever connects. */
    private ZMQ.Socket router() {
        ZMQ.Socket router = socket(SocketType.ROUTER);
        assertTrue(router.setHelloMsg(HELLO));
        return router;
    }

    @Test
    void itsRouterExchangesFramesWithALink() throws Exception {
        ZMQ.Socket router = router();
        Link link = nest.link("tcp://127.0.0.1:" + router.bindToRandomPort("tcp://127.0.0.1"));
        assertArrayEquals(HELLO, nest.nextFrame(link));
        for (int i = 0; i < EXCHANGES; i++) {
            assertTrue(link.send(bytes("small " + i)));
            assertTrue(link.send(large(i)));
            byte[] address = receive(router);
            assertEquals("small " + i, text(receive(router)));
            assertArrayEquals(address, receive(router));
            assertArrayEquals(large(i), receive(router));
            assertTrue(router.send(address, ZMQ.SNDMORE) && router.send("answer " + i));
            assertTrue(router.send(address, ZMQ.SNDMORE) && router.send(large(-i)));
            assertEquals("answer " + i, text(nest.nextFrame(link)));
            assertArrayEquals(large(-i), nest.nextFrame(link));
        }
    }

    @Test
    void aLinkNoticesTheEndOfItsRouter() throws Exception {
        ZMQ.Socket router = router();
        Link link = nest.link("tcp://127.0.0.1:" + router.bindToRandomPort("tcp://127.0.0.1"));
        assertArrayEquals(HELLO, nest.nextFrame(link));
        router.close();
        nest.nextIsLost(link);
    }
}
