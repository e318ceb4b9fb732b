package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.anywhere;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections a router takes, and how long it waits for one that says nothing. */
class ConnectionLimitsTest {

    private final TransportFixture nest = new TransportFixture();
    private final ManualClock clock = new ManualClock();

    @AfterEach
    void close() {
        nest.close();
    }

    private void assertClosed(RawPeer peer) throws Exception {
        assertTrue(nest.whilePumping(peer::isClosedByPeer));
    }

    @Test
    void closesConnectionsThatNeverGreet() throws Exception {
        RouterSocket router = nest.router(anywhere().withFirstFrameTimeoutMs(50));
        try (RawPeer silent = RawPeer.connect(endpoint(router));
                RawPeer slow = RawPeer.connect(endpoint(router))) {
            slow.raw(new byte[] {(byte) 0xff});
            assertClosed(silent);
            assertClosed(slow);
        }
        assertEquals(0, router.counters().open());
        assertEquals(2, router.counters().silent());
        assertEquals(
                Map.of("limit", 0L, "silent", 2L, "key", 0L), router.counters().refusedByReason());
    }

    @Test
    void endsAWaitInTimeToCloseASilentConnection() throws Exception {
        RouterSocket router = nest.router(anywhere().withFirstFrameTimeoutMs(50));
        try (RawPeer silent = RawPeer.connect(endpoint(router))) {
            nest.await("it is in", () -> router.counters().open() == 1);
            long startNs = System.nanoTime();
            assertFalse(router.receive(nest.inbound, 60_000));
            assertTrue(System.nanoTime() - startNs < 30_000_000_000L);
            assertClosed(silent);
            assertEquals(1, router.counters().silent());
        }
    }

    @Test
    void closesConnectionsThatSendNoFrameInTime() throws Exception {
        RouterSocket router = nest.router(anywhere().withFirstFrameTimeoutMs(300), clock);
        try (RawPeer speaker = nest.join(router);
                RawPeer halfWay = RawPeer.connect(endpoint(router));
                RawPeer silent = nest.join(router)) {
            nest.whilePumping(halfWay::greet);
            speaker.send(bytes("here"));
            assertEquals("here", text(nest.nextFrame(router)));
            int connection = nest.inbound.connection();
            clock.advanceMs(299);
            try (RawPeer late = nest.join(router)) {
                assertEquals(0, router.counters().silent());
                clock.advanceMs(1);
                assertClosed(halfWay);
                assertClosed(silent);
                assertEquals(2, router.counters().silent());
                assertEquals(2, router.counters().open());
                assertSame(SendResult.SENT, router.send(connection, bytes("you may stay")));
                nest.whilePumping(() -> {
                    assertArrayEquals(HELLO, speaker.read());
                    assertEquals("you may stay", text(speaker.read()));
                });
                late.send(bytes("in time"));
                assertEquals("in time", text(nest.nextFrame(router)));
                clock.advanceMs(60_000);
                late.send(bytes("still there"));
                assertEquals("still there", text(nest.nextFrame(router)));
            }
        }
        assertEquals(2, router.counters().silent());
    }

    @Test
    void countsAPingForNoFrame() throws Exception {
        RouterSocket router = nest.router(anywhere().withFirstFrameTimeoutMs(300), clock);
        try (RawPeer peer = nest.join(router)) {
            assertArrayEquals(HELLO, nest.whilePumping(peer::read));
            clock.advanceMs(299);
            peer.write(Wire.COMMAND, Wire.command("PING", new byte[2]));
            assertEquals("\4PONG", text(nest.whilePumping(peer::readCommand)));
            clock.advanceMs(1);
            assertClosed(peer);
        }
    }

    /** What is told to nobody is remembered by nobody. */
    @Test
    void tellsNothingOfAConnectionThatWasNeverHeard() throws Exception {
        RouterSocket router = nest.router(anywhere().withFirstFrameTimeoutMs(300), clock);
        try (RawPeer silent = nest.join(router)) {
            assertEquals(1, router.counters().open());
            clock.advanceMs(300);
            assertClosed(silent);
        }
        nest.join(router).close();
        nest.await("it has left", () -> router.counters().open() == 0);
        try (RawPeer speaker = nest.join(router)) {
            speaker.send(bytes("the first to be heard of"));
            assertEquals("the first to be heard of", text(nest.nextFrame(router)));
        }
    }

    @Test
    void keepsNothingOfConnectionsThatHaveEndedUnheard() throws Exception {
        int size = 1 << 20;
        int peers = 48;
        RouterSocket router = nest.router(anywhere().withMaxMessageBytes(size), clock);
        try (RawPeer eldest = nest.join(router)) {
            long before = usedBytes();
            for (int i = 0; i < peers; i++) {
                RawPeer peer = nest.join(router);
                nest.whilePumping(() -> {
                    peer.announce(0, size);
                    peer.raw(new byte[size - 1]);
                    peer.close();
                });
                nest.await("it has left", () -> router.counters().open() == 1);
            }
            long kept = usedBytes() - before;
            assertTrue(kept < (long) peers * size / 4, () -> kept + " bytes are kept");
            eldest.send(bytes("here"));
            assertEquals("here", text(nest.nextFrame(router)));
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void letsNoMoreConnectionsInThanItWasGiven() throws Exception {
        RouterSocket router = nest.router(anywhere().withMaxConnections(2));
        try (RawPeer first = nest.join(router);
                RawPeer second = RawPeer.connect(endpoint(router))) {
            nest.await("two are in", () -> router.counters().open() == 2);
            try (RawPeer third = RawPeer.connect(endpoint(router))) {
                assertClosed(third);
            }
            assertEquals(1, router.counters().refused());
            second.reset();
            nest.await("one has left", () -> router.counters().open() == 1);
            try (RawPeer fourth = nest.join(router)) {
                assertArrayEquals(HELLO, nest.whilePumping(fourth::read));
                first.send(bytes("first"));
                assertEquals("first", text(nest.nextFrame(router)));
            }
        }
    }

    @Test
    void letsManyInThatComeAtOnce() throws Exception {
        RouterSocket router = nest.router();
        int count = 100;
        List<RawPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                peers.add(RawPeer.connect(endpoint(router)));
            }
            nest.await("all are in", () -> router.counters().open() == count);
            for (RawPeer peer : peers) {
                nest.whilePumping(() -> peer.shakeHands("DEALER", Wire.NO_IDENTITY));
                peer.send(bytes("here"));
                assertEquals("here", text(nest.nextFrame(router)));
            }
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
        assertEquals(0, router.counters().refused());
        assertEquals(0, router.counters().failedAccepts());
    }
}
