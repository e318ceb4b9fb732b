package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.anywhere;
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
import java.util.Random;
import org.cellnest.transport.Inbound.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may throw at the port: it hurts no other connection. */
class HostilePeerTest {

    private static final int MAX_MESSAGE_BYTES = 100_000;

    private final TransportFixture nest = new TransportFixture();
    private final RouterSocket router = nest.router(anywhere().withMaxMessageBytes(MAX_MESSAGE_BYTES));

    private Link bystander;
    private int bystanderConnection;

    @BeforeEach
    void connectBystander() {
        bystander = nest.upLink(router);
        bystanderConnection = nest.introduce(router, bystander);
    }

    @AfterEach
    void bystanderIsUnharmed() {
        try {
            assertSame(SendResult.SENT, router.send(bystanderConnection, bytes("still there?")));
            assertEquals("still there?", text(nest.nextFrame(bystander)));
            assertTrue(bystander.send(bytes("yes")));
            while (nest.next(router).connection() != bystanderConnection) {
                // of a stranger
            }
            assertSame(Kind.FRAME, nest.inbound.kind());
            assertEquals("yes", text(nest.inbound.frame().toByteArray()));
        } finally {
            nest.close();
        }
    }

    private RawPeer connect() throws IOException {
        return RawPeer.connect(endpoint(router));
    }

    /** A peer that has exchanged greetings, and no more. */
    private RawPeer greet() throws Exception {
        return nest.whilePumping(() -> {
            RawPeer peer = connect();
            peer.greet();
            return peer;
        });
    }

    private void assertClosed(RawPeer peer) throws Exception {
        assertTrue(nest.whilePumping(peer::isClosedByPeer));
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
    void refusesAFrameThatAnnouncesAnImpossibleSize(long size) throws Exception {
        for (int flags : new int[] {0, Wire.COMMAND}) {
            try (RawPeer peer = nest.join(router)) {
                peer.announce(flags, size);
                peer.raw(new byte[1_000]);
                assertClosed(peer);
            }
        }
    }

    @Test
    void takesAFrameOfTheLargestSize() throws Exception {
        try (RawPeer peer = nest.join(router)) {
            byte[] largest = new byte[MAX_MESSAGE_BYTES];
            new Random(1).nextBytes(largest);
            peer.send(largest);
            assertArrayEquals(largest, nest.nextFrame(router));
        }
    }

    @Test
    void takesEachFrameFlaggedMoreForAFrameOfItsOwn() throws Exception {
        try (RawPeer peer = nest.join(router)) {
            peer.write(Wire.MORE, bytes("one"));
            assertEquals("one", text(nest.nextFrame(router)));
            peer.write(Wire.MORE, bytes("two"));
            peer.write(0, bytes("three"));
            assertEquals("two", text(nest.nextFrame(router)));
            assertEquals("three", text(nest.nextFrame(router)));
        }
    }

    @Test
    void readsNoMoreOfAFloodThanIsReceived() throws Exception {
        try (RawPeer peer = nest.join(router)) {
            byte[] part = new byte[60_000];
            Thread flood = new Thread(() -> {
                try {
                    while (true) {
                        peer.write(Wire.MORE, part);
                    }
                } catch (IOException e) {
                    // closed at the end of the test
                }
            });
            flood.start();
            // nobody receives, so the flood must come to a halt of itself, in the network's buffers
            long[] sentinel = {0, 0};
            Await.until("the flood halts", () -> {
                boolean waits = sentinel[0] == peer.written();
                sentinel[1] = waits ? sentinel[1] + 1 : 0;
                sentinel[0] = peer.written();
                return sentinel[1] > 200;
            });
            assertTrue(peer.written() < 16_000_000, () -> peer.written() + " bytes taken in");
            for (int i = 0; i < 5; i++) {
                assertEquals(part.length, nest.nextFrame(router).length);
            }
            peer.reset();
            flood.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0", "\u0001"})
    void refusesWhatIsNoGreeting(String text) throws Exception {
        try (RawPeer peer = connect()) {
            peer.raw(text.getBytes(StandardCharsets.ISO_8859_1));
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesZmtp2(int revision) throws Exception {
        try (RawPeer peer = connect()) {
            byte[] greeting = {(byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, (byte) revision, 5, 0, 0};
            peer.raw(greeting);
            assertClosed(peer);
        }
    }

    @Test
    void refusesZmtp1() throws Exception {
        try (RawPeer peer = connect()) {
            peer.raw(new byte[] {1, 0, 5, 0, 'h', 'e', 'l', 'l'});
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE", "NONSENSE"})
    void refusesAnotherMechanism(String mechanism) throws Exception {
        try (RawPeer peer = connect()) {
            peer.raw(Wire.greeting(3, mechanism));
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void refusesGarbageAfterTheGreeting(long seed) throws Exception {
        byte[] garbage = new byte[20_000];
        new Random(seed).nextBytes(garbage);
        try (RawPeer peer = connect()) {
            peer.raw(Wire.greeting());
            peer.raw(garbage);
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void refusesGarbageAfterTheHandshake(long seed) throws Exception {
        byte[] garbage = new byte[20_000];
        new Random(seed).nextBytes(garbage);
        try (RawPeer peer = nest.join(router)) {
            peer.raw(garbage);
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Wire.MORE})
    void refusesAMessageInPlaceOfReady(int flags) throws Exception {
        try (RawPeer peer = greet()) {
            peer.write(flags, Wire.ready("DEALER", Wire.NO_IDENTITY));
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128, 255})
    void refusesFlagsThatHaveNoMeaning(int flags) throws Exception {
        try (RawPeer peer = nest.join(router)) {
            peer.raw(new byte[] {(byte) flags});
            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB", "PULL", "REP", "dealer", ""})
    void refusesASocketThatMayNotTalkToARouter(String type) throws Exception {
        try (RawPeer peer = greet()) {
            peer.write(Wire.COMMAND, Wire.ready(type, Wire.NO_IDENTITY));
            assertClosed(peer);
        }
    }

    @Test
    void givesAPeerAnAddressOfItsOwnMakingWhateverItAsksFor() throws Exception {
        byte[] wanted = ByteBuffer.allocate(5).putInt(1, bystanderConnection).array();
        try (RawPeer thief = nest.join(router, wanted)) {
            assertArrayEquals(HELLO, nest.whilePumping(thief::read));
            thief.send(bytes("I am the bystander"));
            assertEquals("I am the bystander", text(nest.nextFrame(router)));
            int thiefConnection = nest.inbound.connection();
            assertNotEquals(bystanderConnection, thiefConnection);
            thief.reset();
            nest.nextIsEndOf(thiefConnection, router);
        }
        assertEquals(1, router.counters().chosenIds());
    }

    @Test
    void givesNobodyAnAddressThatAnotherWillGet() throws Exception {
        byte[] future =
                ByteBuffer.allocate(5).putInt(1, bystanderConnection + 2).array();
        try (RawPeer squatter = nest.join(router, future)) {
            squatter.send(bytes("squatter"));
            assertEquals("squatter", text(nest.nextFrame(router)));
            assertEquals(bystanderConnection + 1, nest.inbound.connection());
            Link victim = nest.upLink(router);
            int victimConnection = nest.introduce(router, victim);
            assertEquals(bystanderConnection + 2, victimConnection);
            squatter.reset();
            nest.nextIsEndOf(bystanderConnection + 1, router);
            assertSame(SendResult.SENT, router.send(victimConnection, bytes("for the victim")));
            assertEquals("for the victim", text(nest.nextFrame(victim)));
        }
    }

    @Test
    void findsTheIdentityWhereverItIsHidden() throws Exception {
        byte[] wanted = ByteBuffer.allocate(5).putInt(1, bystanderConnection).array();
        byte[] type = Wire.property("Socket-Type", bytes("DEALER"));
        byte[] identity = Wire.property("Identity", wanted);
        byte[] empty = Wire.property("Identity", new byte[0]);
        byte[][] readies = {
            Wire.command("READY", identity, type),
            Wire.command("READY", empty, type, identity, identity),
            Wire.command("READY", Wire.property("X-Identity", identity), identity, type),
            Wire.command("READY", identity, Wire.property("Peer-Address", bytes("1.2.3.4:5")), type),
        };
        for (byte[] ready : readies) {
            for (int flags : new int[] {Wire.COMMAND, Wire.COMMAND | Wire.MORE}) {
                int connection;
                try (RawPeer thief = greet()) {
                    thief.write(flags, ready);
                    nest.whilePumping(thief::readReady);
                    thief.send(bytes("thief"));
                    assertEquals("thief", text(nest.nextFrame(router)));
                    connection = nest.inbound.connection();
                    assertNotEquals(bystanderConnection, connection);
                }
                nest.nextIsEndOf(connection, router);
            }
        }
        assertEquals(2L * readies.length, router.counters().chosenIds());
    }

    @Test
    void refusesMetadataThatIsTooLarge() throws Exception {
        try (RawPeer peer = greet()) {
            byte[] filler = Wire.property("X-Filler", new byte[2_000]);
            peer.write(Wire.COMMAND, Wire.command("READY", filler));
            assertClosed(peer);
        }
    }

    @Test
    void takesForgedNotesForTheFramesTheyAre() throws Exception {
        try (RawPeer forger = nest.join(router)) {
            forger.send(new byte[] {0});
            assertArrayEquals(new byte[] {0}, nest.nextFrame(router));
            int connection = nest.inbound.connection();
            forger.send(new byte[0]);
            assertEquals(0, nest.nextFrame(router).length);
            assertEquals(connection, nest.inbound.connection());
        }
    }

    @Test
    void leavesNoTraceOfAPeerThatEndsTheHandshakeWithAnError() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = greet()) {
                nest.whilePumping(peer::readReady);
                peer.write(Wire.COMMAND, Wire.command("ERROR", new byte[] {3}, bytes("400")));
                assertClosed(peer);
            }
        }
        assertEquals(1, router.counters().open());
    }

    @Test
    void skipsCommandsThatAreCutShortAndAnswersWholeOnes() throws Exception {
        int connection;
        try (RawPeer peer = nest.join(router)) {
            assertArrayEquals(HELLO, nest.whilePumping(peer::read));
            for (int i = 0; i < 40; i++) {
                peer.write(Wire.COMMAND, Wire.command("PING"));
                peer.write(Wire.COMMAND, Wire.command("PING", new byte[1]));
                peer.write(Wire.COMMAND, new byte[0]);
                peer.send(bytes("after " + i));
            }
            for (int i = 0; i < 40; i++) {
                assertEquals("after " + i, text(nest.nextFrame(router)));
            }
            connection = nest.inbound.connection();
            peer.write(Wire.COMMAND, Wire.command("PING", new byte[2], bytes("context")));
            assertEquals("\4PONGcontext", text(nest.whilePumping(peer::readCommand)));
        }
        nest.nextIsEndOf(connection, router);
        assertEquals(1, router.counters().open());
    }
}
