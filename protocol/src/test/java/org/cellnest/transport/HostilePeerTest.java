package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.cellnest.transport.Inbound.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may throw at the port: it hurts no other connection, and closing stays quick. */
class HostilePeerTest {

    private static final int MAX_MESSAGE_BYTES = 100_000;

    private final TransportFixture nest = new TransportFixture();
    private final RouterSocket router =
            nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0").withMaxMessageBytes(MAX_MESSAGE_BYTES));
    private final String endpoint = endpoint(router);

    private Link bystander;
    private int bystanderConnection;

    @BeforeEach
    void connectBystander() {
        bystander = nest.upLink(router);
        bystanderConnection = nest.introduce(router, bystander);
    }

    @AfterEach
    void bystanderIsUnharmedAndClosingIsQuick() {
        try {
            speakWithBystander();
        } finally {
            nest.close();
        }
    }

    private void speakWithBystander() {
        assertEquals(List.of(), nest.fatal);
        assertSame(SendResult.SENT, router.send(bystanderConnection, bytes("still there?")));
        assertSame(LinkEvent.FRAME, TransportFixture.next(bystander));
        assertEquals("still there?", text(bystander.frame()));
        assertTrue(bystander.send(bytes("yes")));
        Await.until(
                "the bystander's answer",
                () -> router.receive(nest.inbound, 20)
                        && nest.inbound.connection() == bystanderConnection
                        && nest.inbound.kind() == Kind.FRAME);
        assertEquals("yes", text(nest.inbound.frame()));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                -1,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 500,
                Long.MIN_VALUE + MAX_MESSAGE_BYTES + 1,
                Long.MIN_VALUE + Integer.MAX_VALUE,
                -1L << 31,
                Integer.MAX_VALUE,
                1L << 31,
                1L << 32,
                (1L << 32) + 5,
                Long.MAX_VALUE,
                MAX_MESSAGE_BYTES + 1
            })
    void survivesAFrameThatAnnouncesAnImpossibleSize(long size) throws Exception {
        try (RawPeer peer = RawPeer.join(endpoint)) {
            peer.announce(0, size);
            peer.raw(new byte[1_000]);
            if (size > 0) {
                assertTrue(peer.isClosedByPeer());
            }
        }
    }

    @Test
    void takesAFrameOfTheLargestSize() throws Exception {
        try (RawPeer peer = RawPeer.join(endpoint)) {
            peer.send(new byte[MAX_MESSAGE_BYTES]);
            assertEquals(MAX_MESSAGE_BYTES, nest.next(router).frame().length);
        }
    }

    @Test
    void stopsReadingFramesFlaggedMoreInsteadOfGatheringThem() throws Exception {
        try (RawPeer peer = RawPeer.join(endpoint)) {
            byte[] part = new byte[60_000];
            Thread flood = new Thread(() -> {
                try {
                    while (true) {
                        peer.write(RawPeer.MORE, part);
                    }
                } catch (IOException e) {
                    // closed at the end of the test
                }
            });
            flood.start();
            // nobody receives, so the flood must come to a halt of itself, long before the heap is full
            long[] sentinel = {0, 0};
            Await.until("the flood halts", () -> {
                boolean waits = flood.getState() == Thread.State.RUNNABLE && sentinel[0] == peer.written();
                sentinel[1] = waits ? sentinel[1] + 1 : 0;
                sentinel[0] = peer.written();
                return sentinel[1] > 200;
            });
            assertTrue(peer.written() < 16_000_000, () -> peer.written() + " bytes taken in");
            for (int i = 0; i < 5; i++) {
                assertEquals(part.length, nest.next(router).frame().length);
            }
            peer.reset();
            flood.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0", "\u0001"})
    void refusesWhatIsNoGreeting(String text) throws Exception {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.raw(text.getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(peer.isClosedByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesZmtp2(int revision) throws Exception {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            byte[] greeting = {(byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, (byte) revision, 5, 0, 0};
            peer.raw(greeting);
            assertTrue(peer.isClosedByPeer());
        }
    }

    @Test
    void refusesZmtp1() throws Exception {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.raw(new byte[] {1, 0, 5, 0, 'h', 'e', 'l', 'l'});
            assertTrue(peer.isClosedByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE", "NONSENSE"})
    void refusesAnotherMechanism(String mechanism) throws Exception {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.raw(RawPeer.greeting(3, mechanism));
            assertTrue(peer.isClosedByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesGarbageAfterTheGreeting(long seed) throws Exception {
        byte[] garbage = new byte[20_000];
        new Random(seed).nextBytes(garbage);
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.raw(RawPeer.greeting(3, "NULL"));
            peer.raw(garbage);
        } catch (IOException e) {
            // closed on us while we wrote, as it should be
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void survivesGarbageAfterTheHandshake(long seed) throws Exception {
        byte[] garbage = new byte[20_000];
        new Random(seed).nextBytes(garbage);
        try (RawPeer peer = RawPeer.join(endpoint)) {
            peer.raw(garbage);
        } catch (IOException e) {
            // closed on us while we wrote, as it should be
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesConnectionsThatNeverGreet(boolean byJeroMq) throws Exception {
        RouterSocketSettings settings = RouterSocketSettings.on("tcp://127.0.0.1:0");
        RouterSocket strict =
                nest.router(byJeroMq ? settings.withHandshakeTimeoutMs(50) : settings.withFirstFrameTimeoutMs(50));
        try (RawPeer silent = RawPeer.connect(endpoint(strict));
                RawPeer slow = RawPeer.connect(endpoint(strict))) {
            slow.raw(new byte[] {(byte) 0xff});
            assertTrue(silent.isClosedByPeer());
            assertTrue(slow.isClosedByPeer());
        }
        Await.until("both are forgotten", () -> strict.openConnections() == 0);
    }

    @Test
    void closesConnectionsThatNeverSendAFrame() throws Exception {
        RouterSocket strict =
                nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0").withFirstFrameTimeoutMs(300));
        try (RawPeer speaker = RawPeer.join(endpoint(strict));
                RawPeer halfWay = RawPeer.connect(endpoint(strict));
                RawPeer silent = RawPeer.join(endpoint(strict))) {
            speaker.send(bytes("here"));
            int connection = nest.next(strict).connection();
            halfWay.greet();
            assertTrue(halfWay.isClosedByPeer());
            assertTrue(silent.isClosedByPeer());
            Await.until("both are forgotten", () -> strict.openConnections() == 1);
            assertEquals(2, strict.silentConnections());
            assertSame(SendResult.SENT, strict.send(connection, bytes("you may stay")));
            assertArrayEquals(HELLO, speaker.read());
            assertEquals("you may stay", text(speaker.read()));
        }
    }

    @Test
    void letsNoMoreConnectionsInThanItWasGiven() throws Exception {
        RouterSocket small =
                nest.router(RouterSocketSettings.on("tcp://127.0.0.1:0").withMaxConnections(2));
        try (RawPeer first = RawPeer.join(endpoint(small));
                RawPeer second = RawPeer.connect(endpoint(small))) {
            Await.until("two are in", () -> small.openConnections() == 2);
            try (RawPeer third = RawPeer.connect(endpoint(small))) {
                assertTrue(third.isClosedByPeer());
            }
            assertEquals(1, small.refusedConnections());
            second.reset();
            Await.until("one has left", () -> small.openConnections() == 1);
            try (RawPeer fourth = RawPeer.join(endpoint(small))) {
                assertArrayEquals(HELLO, fourth.read());
                first.send(bytes("first"));
                assertEquals("first", text(nest.next(small).frame()));
            }
        }
    }

    @Test
    void givesAPeerAnAddressOfItsOwnMakingWhateverItAsksFor() throws Exception {
        byte[] wanted = ByteBuffer.allocate(5).putInt(1, bystanderConnection).array();
        try (RawPeer thief = RawPeer.join(endpoint, wanted)) {
            assertArrayEquals(HELLO, thief.read());
            thief.send(bytes("I am the bystander"));
            assertEquals("I am the bystander", text(nest.next(router).frame()));
            int thiefConnection = nest.inbound.connection();
            assertNotEquals(bystanderConnection, thiefConnection);
            thief.reset();
            assertSame(Kind.DISCONNECTED, nest.next(router).kind());
            assertEquals(thiefConnection, nest.inbound.connection());
        }
        assertEquals(1, router.chosenRoutingIds());
    }

    @Test
    void givesNobodyAnAddressThatAnotherWillGet() throws Exception {
        byte[] future =
                ByteBuffer.allocate(5).putInt(1, bystanderConnection + 2).array();
        try (RawPeer squatter = RawPeer.join(endpoint, future)) {
            squatter.send(bytes("squatter"));
            assertEquals(bystanderConnection + 1, nest.next(router).connection());
            Link victim = nest.upLink(router);
            int victimConnection = nest.introduce(router, victim);
            assertEquals(bystanderConnection + 2, victimConnection);
            squatter.reset();
            assertSame(Kind.DISCONNECTED, nest.next(router).kind());
            assertEquals(bystanderConnection + 1, nest.inbound.connection());
            assertSame(SendResult.SENT, router.send(victimConnection, bytes("for the victim")));
            assertSame(LinkEvent.FRAME, TransportFixture.next(victim));
            assertEquals("for the victim", text(victim.frame()));
        }
    }

    @Test
    void findsTheIdentityWhereverItIsHidden() throws Exception {
        byte[] wanted = ByteBuffer.allocate(5).putInt(1, bystanderConnection).array();
        byte[] type = RawPeer.property("Socket-Type", bytes("DEALER"));
        byte[] identity = RawPeer.property("Identity", wanted);
        byte[] empty = RawPeer.property("Identity", new byte[0]);
        byte[][] readies = {
            RawPeer.command("READY", identity, type),
            RawPeer.command("READY", empty, type, identity, identity),
            RawPeer.command("READY", RawPeer.property("X-Identity", identity), identity, type),
            RawPeer.command("READY", identity, RawPeer.property("Peer-Address", bytes("1.2.3.4:5")), type),
        };
        for (byte[] ready : readies) {
            for (int flags : new int[] {RawPeer.COMMAND, 0, RawPeer.MORE, RawPeer.COMMAND | RawPeer.MORE}) {
                try (RawPeer thief = RawPeer.connect(endpoint)) {
                    thief.greet();
                    thief.write(flags, ready);
                    thief.readReady();
                    thief.send(bytes("thief"));
                    assertEquals("thief", text(nest.next(router).frame()));
                    assertNotEquals(bystanderConnection, nest.inbound.connection());
                }
                assertSame(Kind.DISCONNECTED, nest.next(router).kind());
                assertNotEquals(bystanderConnection, nest.inbound.connection());
            }
        }
    }

    @Test
    void refusesMetadataThatIsTooLarge() throws Exception {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.greet();
            byte[] filler = RawPeer.property("X-Filler", new byte[2_000]);
            peer.write(RawPeer.COMMAND, RawPeer.command("READY", filler));
            assertTrue(peer.isClosedByPeer());
        }
    }

    @Test
    void takesForgedNotesForTheFramesTheyAre() throws Exception {
        try (RawPeer forger = RawPeer.join(endpoint)) {
            forger.send(new byte[] {0});
            assertSame(Kind.FRAME, nest.next(router).kind());
            assertArrayEquals(new byte[] {0}, nest.inbound.frame());
            int connection = nest.inbound.connection();
            forger.send(new byte[0]);
            assertSame(Kind.FRAME, nest.next(router).kind());
            assertEquals(0, nest.inbound.frame().length);
            assertEquals(connection, nest.inbound.connection());
        }
    }

    @Test
    void leavesNoTraceOfAPeerThatEndsTheHandshakeWithAnError() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = RawPeer.connect(endpoint)) {
                peer.greet();
                peer.readReady();
                peer.write(RawPeer.COMMAND, RawPeer.command("ERROR", new byte[] {3}, bytes("400")));
                assertTrue(peer.isClosedByPeer());
            }
        }
    }

    @Test
    void skipsCommandsThatAreCutShortAndAnswersWholeOnes() throws Exception {
        try (RawPeer peer = RawPeer.join(endpoint)) {
            assertArrayEquals(HELLO, peer.read());
            for (int i = 0; i < 40; i++) {
                peer.write(RawPeer.COMMAND, RawPeer.command("PING"));
                peer.write(RawPeer.COMMAND, RawPeer.command("PING", new byte[1]));
                peer.write(RawPeer.COMMAND, new byte[0]);
                peer.send(bytes("after " + i));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals("after " + i, text(nest.next(router).frame()));
            }
            peer.write(RawPeer.COMMAND, RawPeer.command("PING", new byte[2], bytes("context")));
            assertEquals("\4PONGcontext", text(peer.read()));
        }
        assertSame(Kind.DISCONNECTED, nest.next(router).kind());
        Await.until("only the bystander is left", () -> router.openConnections() == 1);
        assertEquals(0, nest.transport.faults());
    }
}
