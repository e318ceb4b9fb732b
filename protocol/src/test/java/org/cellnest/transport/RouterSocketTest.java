package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.anywhere;
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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.FutureTask;
import org.cellnest.buffer.Slice;
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
        assertEquals("answer", text(nest.nextFrame(link)));
    }

    @Test
    void bindsSeveralEndpointsAndSaysTheirPorts() throws Exception {
        RouterSocket router = nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0", "tcp://127.0.0.1:*"));
        assertEquals(2, router.boundEndpoints().size());
        assertNotEquals(router.boundEndpoints().get(0), router.boundEndpoints().get(1));
        for (String endpoint : router.boundEndpoints()) {
            nest.whilePumping(() -> {
                try (RawPeer peer = RawPeer.join(endpoint, Wire.NO_IDENTITY)) {
                    assertArrayEquals(HELLO, peer.read());
                }
            });
        }
    }

    @Test
    void bindsEveryAddressOfTheMachine() {
        RouterSocket router = nest.router(RouterSocketSettings.on("tcp://*:*"));
        assertTrue(endpoint(router).startsWith("tcp://0.0.0.0:"), endpoint(router));
        Link link = nest.link(endpoint(router).replace("0.0.0.0", "localhost"));
        assertArrayEquals(HELLO, nest.nextFrame(link));
    }

    @Test
    void saysWhichEndpointIsInUseAndLeavesNoneBound() throws Exception {
        RouterSocket first = nest.router();
        String free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = "tcp://127.0.0.1:" + probe.getLocalPort();
        }
        TransportException e = assertThrows(
                TransportException.class, () -> nest.router(RouterSocketSettings.on(free, endpoint(first))));
        assertEquals(endpoint(first) + ": Address already in use", e.getMessage());
        assertEquals(free, endpoint(nest.router(RouterSocketSettings.on(free))));
    }

    @Test
    void saysThatAHostIsUnknown() {
        TransportException e = assertThrows(
                TransportException.class, () -> nest.router(RouterSocketSettings.on("tcp://no-such-host.invalid:9")));
        assertEquals("tcp://no-such-host.invalid:9: unknown host", e.getMessage());
    }

    @Test
    void greetsEveryConnectionFirst() throws Exception {
        RouterSocket router = nest.router();
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = nest.join(router)) {
                assertArrayEquals(HELLO, nest.whilePumping(peer::read));
            }
        }
    }

    @Test
    void takesFramesThatCameWithTheHandshake() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = RawPeer.connect(endpoint(router))) {
            peer.raw(Wire.concat(Wire.handshake("DEALER"), Wire.frame(0, bytes("one")), Wire.frame(0, bytes("two"))));
            assertEquals("one", text(nest.nextFrame(router)));
            assertSame(SendResult.SENT, router.send(nest.inbound.connection(), bytes("answer")));
            assertEquals("two", text(nest.nextFrame(router)));
            nest.whilePumping(() -> {
                peer.readGreeting();
                peer.readReady();
                assertArrayEquals(HELLO, peer.read());
                assertEquals("answer", text(peer.read()));
            });
        }
    }

    @Test
    void tellsOfADeadPeerAfterItsLastFrameAndThenItIsGone() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        assertArrayEquals(HELLO, nest.whilePumping(peer::read));
        peer.send(bytes("last words"));
        assertEquals("last words", text(nest.nextFrame(router)));
        int connection = nest.inbound.connection();
        peer.reset();
        nest.nextIsEndOf(connection, router);
        assertEquals("", nest.inbound.reason());
        assertSame(SendResult.GONE, router.send(connection, bytes("x")));
        assertEquals(0, router.counters().open());
        assertFalse(router.receive(nest.inbound, 0));
    }

    @Test
    void saysWhyItHasEndedAConnection() throws Exception {
        RouterSocket router = nest.router(anywhere().withMaxMessageBytes(1_000));
        try (RawPeer peer = nest.join(router)) {
            peer.send(bytes("introduction"));
            assertEquals("introduction", text(nest.nextFrame(router)));
            int connection = nest.inbound.connection();
            assertEquals("", nest.inbound.reason());
            peer.announce(0, 1_001);
            nest.nextIsEndOf(connection, router);
            String reason = nest.inbound.reason();
            assertTrue(reason.contains("1001 bytes (expected: at most 1000"), reason);
        }
    }

    @Test
    void tellsOfADeathBehindManyFramesThatCameAtOnce() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        // what a peer leaves unread turns its close into a reset, and a reset discards what it had sent
        assertArrayEquals(HELLO, nest.whilePumping(peer::read));
        for (int i = 0; i < 200; i++) {
            peer.send(bytes("frame " + i));
        }
        peer.close();
        for (int i = 0; i < 200; i++) {
            assertEquals("frame " + i, text(nest.nextFrame(router)));
        }
        nest.nextIsEndOf(nest.inbound.connection(), router);
    }

    @Test
    void takesWhatCameBeforeAPeerBrokeTheProtocol() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = nest.join(router)) {
            byte[] nonsense = {(byte) 0xf8};
            peer.raw(Wire.concat(
                    Wire.frame(0, bytes("one")), Wire.frame(0, bytes("two")), nonsense, Wire.frame(0, bytes("three"))));
            assertEquals("one", text(nest.nextFrame(router)));
            assertEquals("two", text(nest.nextFrame(router)));
            nest.nextIsEndOf(nest.inbound.connection(), router);
            assertTrue(nest.whilePumping(peer::isClosedByPeer));
        }
    }

    @Test
    void dropsAFrameThatIsCutShort() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = nest.join(router)) {
            assertArrayEquals(HELLO, nest.whilePumping(peer::read));
            peer.send(bytes("whole"));
            peer.announce(0, 1_000);
            peer.raw(new byte[999]);
        }
        assertEquals("whole", text(nest.nextFrame(router)));
        nest.nextIsEndOf(nest.inbound.connection(), router);
    }

    @Test
    void givesEachOfManyPeersItsTurn() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer flood = nest.join(router);
                RawPeer other = nest.join(router)) {
            FutureTask<String> writing = nest.start(() -> {
                while (true) {
                    flood.send(new byte[60_000]);
                }
            });
            other.send(bytes("me too"));
            int before = 0;
            while (!text(nest.nextFrame(router)).equals("me too")) {
                assertTrue(++before < 50, "the flood comes first");
            }
            flood.reset();
            assertThrows(IOException.class, () -> TransportFixture.result(writing));
        }
    }

    @Test
    void saysFullInsteadOfWaitingAndGoesOnWhenThePeerReadsAgain() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = nest.join(router)) {
            assertArrayEquals(HELLO, nest.whilePumping(peer::read));
            peer.send(bytes("here"));
            int connection = nest.next(router).connection();
            byte[] large = new byte[200_000];
            int sent = fill(router, connection, large);
            nest.whilePumping(() -> {
                for (int i = 0; i < sent; i++) {
                    assertEquals(large.length, peer.read().length);
                }
            });
            assertSame(SendResult.SENT, router.send(connection, bytes("more")));
            assertEquals("more", text(peer.read()));
        }
    }

    @Test
    void receivesFromAPeerThatDoesNotRead() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = nest.join(router)) {
            peer.send(bytes("here"));
            int connection = nest.next(router).connection();
            fill(router, connection, new byte[200_000]);
            for (int i = 0; i < 10; i++) {
                peer.send(bytes("still " + i));
                assertEquals("still " + i, text(nest.nextFrame(router)));
                assertEquals(connection, nest.inbound.connection());
            }
        }
    }

    @Test
    void tellsOfAPeerThatDiesWhileItIsFull() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        peer.send(bytes("here"));
        int connection = nest.next(router).connection();
        fill(router, connection, new byte[200_000]);
        peer.reset();
        nest.nextIsEndOf(connection, router);
        assertSame(SendResult.GONE, router.send(connection, bytes("x")));
    }

    /** Sends until nothing more is taken; returns how many frames were. */
    private static int fill(RouterSocket router, int connection, byte[] frame) {
        int sent = TransportFixture.untilFull(() -> router.send(connection, frame) == SendResult.SENT);
        assertSame(SendResult.FULL, router.send(connection, frame));
        return sent;
    }

    @Test
    void readsNothingOfAConnectionThatIsHeldAndAllOfItAfterwards() {
        RouterSocket router = nest.router();
        Link held = nest.upLink(router);
        int connection = nest.introduce(router, held);
        Link other = nest.upLink(router);
        nest.introduce(router, other);
        router.holdReading(connection);
        assertTrue(held.send(bytes("later")));
        assertTrue(other.send(bytes("now")));
        assertEquals("now", text(nest.nextFrame(router)));
        assertFalse(router.receive(nest.inbound, 50));

        assertSame(SendResult.SENT, router.send(connection, bytes("it is sent what there is")));
        assertEquals("it is sent what there is", text(nest.nextFrame(held)));
        router.resumeReading(connection);
        assertEquals("later", text(nest.nextFrame(router)));
        assertEquals(connection, nest.inbound.connection());
    }

    @Test
    void noticesTheEndOfAHeldConnectionOnceItIsReadAgain() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        peer.send(bytes("here"));
        int connection = nest.next(router).connection();
        router.holdReading(connection);
        peer.close();
        assertFalse(router.receive(nest.inbound, 50));
        router.resumeReading(connection);
        nest.nextIsEndOf(connection, router);
        router.holdReading(connection);
    }

    @Test
    void noticesTheEndOfAHeldConnectionThatItSendsTo() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        peer.send(bytes("here"));
        int connection = nest.next(router).connection();
        router.holdReading(connection);
        peer.reset();
        nest.await("the end is noticed", () -> router.send(connection, bytes("x")) == SendResult.GONE);
        nest.nextIsEndOf(connection, router);
    }

    @Test
    void takesFewLargeFramesForAConnectionThatDoesNotRead() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router);
        peer.send(bytes("here"));
        int connection = nest.next(router).connection();
        byte[] frame = new byte[900_000];
        long before = router.sentBytes(connection);
        int sent = fill(router, connection, frame);
        long taken = router.sentBytes(connection) - before;
        assertTrue(
                (long) sent * frame.length - taken <= Engine.ENOUGH_BYTES + 2L * frame.length,
                sent + " frames, of which the network has taken " + taken + " bytes");
        nest.whilePumping(peer::read);
        nest.await("more is taken", () -> router.sentBytes(connection) - before > taken);
    }

    @Test
    void knowsNoConnectionItNeverHad() {
        RouterSocket router = nest.router();
        assertSame(SendResult.GONE, router.send(12345, bytes("x")));
    }

    @Test
    void leavesWhatItWasGivenUnchangedWhenNothingCame() {
        RouterSocket router = nest.router();
        Inbound into = new Inbound();
        Slice before = Slice.of(HELLO);
        into.set(Kind.FRAME, 7, before, "");
        assertFalse(router.receive(into, 0));
        assertSame(Kind.FRAME, into.kind());
        assertEquals(7, into.connection());
        assertSame(before, into.frame());
    }

    @Test
    void endsTheConnectionsOfItsPeersWithItself() throws Exception {
        RouterSocket router = nest.router();
        try (RawPeer peer = nest.join(router)) {
            peer.send(bytes("here"));
            assertEquals("here", text(nest.nextFrame(router)));
            nest.close(router);
            assertTrue(peer.isClosedByPeer());
            assertEquals(0, router.counters().open());
        }
    }

    @Test
    void refusesUseAfterItsEnd() {
        RouterSocket router = nest.router();
        nest.close(router);
        router.close();
        TransportException e = assertThrows(TransportException.class, () -> router.receive(nest.inbound, 0));
        assertEquals("router socket [tcp://127.0.0.1:0]: closed", e.getMessage());
        assertSame(SendResult.GONE, router.send(1, bytes("x")));
    }
}
