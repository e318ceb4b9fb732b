package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.cellnest.transport.Inbound.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterSocketTest {

    private final TransportFixture nest = new TransportFixture();

    @AfterEach
    void close() {
        nest.close();
    }

    @Test
    void exchangesFramesWithALink() {
        RouterSocket router = nest.router();
        Link link = nest.upLink(router);
        int connection = nest.introduce(router, link);

        assertSame(SendResult.SENT, router.send(connection, bytes("answer")));
        assertSame(LinkEvent.FRAME, TransportFixture.next(link));
        assertEquals("answer", text(link.frame()));
    }

    @Test
    void bindsSeveralEndpointsAndSaysTheirPorts() throws Exception {
        RouterSocket router = nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0", "tcp://127.0.0.1:*"));
        assertEquals(2, router.boundEndpoints().size());
        assertNotEquals(router.boundEndpoints().get(0), router.boundEndpoints().get(1));
        for (String endpoint : router.boundEndpoints()) {
            try (RawPeer peer = RawPeer.join(endpoint)) {
                assertArrayEquals(HELLO, peer.read());
            }
        }
    }

    @Test
    void saysWhichEndpointIsInUseAndLeavesNoneBound() {
        RouterSocket first = nest.router();
        TransportException e = assertThrows(
                TransportException.class,
                () -> nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0", endpoint(first))));
        assertEquals(endpoint(first) + ": Address already in use", e.getMessage());
    }

    @Test
    void greetsEveryConnectionFirst() throws Exception {
        RouterSocket router = nest.router();
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = RawPeer.join(endpoint(router))) {
                assertArrayEquals(HELLO, peer.read());
            }
        }
    }

    @Test
    void tellsOfADeadPeerAfterItsLastFrameAndThenItIsGone() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = RawPeer.join(endpoint(router));
        peer.read();
        peer.send(bytes("last words"));
        assertSame(Kind.FRAME, nest.next(router).kind());
        int connection = nest.inbound.connection();
        peer.reset();
        assertSame(Kind.DISCONNECTED, nest.next(router).kind());
        assertEquals(connection, nest.inbound.connection());
        assertEquals(0, nest.inbound.frame().length);
        untilGone(router, connection);
    }

    @Test
    void saysFullInsteadOfWaitingAndGoesOnWhenThePeerReadsAgain() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = RawPeer.join(endpoint(router))) {
            peer.read();
            peer.send(bytes("here"));
            int connection = nest.next(router).connection();
            byte[] large = new byte[200_000];
            int sent = fill(router, connection, large);
            for (int i = 0; i < sent; i++) {
                assertEquals(large.length, peer.read().length);
            }
            Await.until("there is room again", () -> {
                router.receive(nest.inbound, 2);
                return router.send(connection, bytes("more")) == SendResult.SENT;
            });
            assertEquals("more", text(peer.read()));
        }
    }

    @Test
    void tellsOfAPeerThatDiesWhileItIsFull() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = RawPeer.join(endpoint(router));
        peer.send(bytes("here"));
        int connection = nest.next(router).connection();
        fill(router, connection, new byte[200_000]);
        peer.reset();
        assertSame(Kind.DISCONNECTED, nest.next(router).kind());
        assertEquals(connection, nest.inbound.connection());
        untilGone(router, connection);
    }

    @Test
    void tellsOfADeathBehindAFullQueue() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = RawPeer.join(endpoint(router));
        // what a peer leaves unread turns its close into a reset, and a reset discards what it had sent
        assertArrayEquals(HELLO, peer.read());
        for (int i = 0; i < 200; i++) {
            peer.send(bytes("frame " + i));
        }
        peer.close();
        int frames = 0;
        while (nest.next(router).kind() == Kind.FRAME) {
            assertEquals("frame " + frames++, text(nest.inbound.frame()));
        }
        assertSame(Kind.DISCONNECTED, nest.inbound.kind());
        assertEquals(200, frames);
    }

    /** Sends until nothing is taken for a while; returns how many were. */
    private static int fill(RouterSocket router, int connection, byte[] frame) {
        int sent = 0;
        int refusedInARow = 0;
        while (refusedInARow < 50) {
            SendResult result = router.send(connection, frame);
            if (result == SendResult.SENT) {
                refusedInARow = 0;
                assertTrue(++sent < 1_000, "never full");
            } else {
                assertSame(SendResult.FULL, result);
                refusedInARow++;
                LockSupport.parkNanos(1_000_000);
            }
        }
        return sent;
    }

    /** JeroMQ lets go of a connection as it is asked for more input. */
    private void untilGone(RouterSocket router, int connection) {
        Await.until("the connection is gone", () -> {
            assertFalse(router.receive(nest.inbound, 1));
            return router.send(connection, bytes("x")) == SendResult.GONE;
        });
    }

    @Test
    void knowsNoConnectionItNeverHad() {
        RouterSocket router = nest.router();
        assertSame(SendResult.GONE, router.send(12345, bytes("x")));
    }

    @Test
    void doesNotWaitWithATimeoutOfZero() {
        RouterSocket router = nest.router();
        assertFalse(router.receive(nest.inbound, 0));
    }

    @Test
    void refusesUseAfterItsEnd() {
        RouterSocket router = nest.router();
        router.close();
        assertThrows(TransportException.class, () -> router.receive(nest.inbound, 0));
        assertSame(SendResult.GONE, router.send(1, bytes("x")));
    }
}
