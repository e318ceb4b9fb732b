package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cellnest.buffer.Slice;
import org.cellnest.transport.Engines;
import org.cellnest.transport.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proves keys on both sides (RFC 26) against a router with a list for each of its endpoints. */
class CurveTest {

    private static final Role.Router FRONT = new Role.Router(0);
    private static final Role.Router BACK = new Role.Router(1);

    private final CurveKeyPair routerKeys = CurveKeyPair.generate();
    private final CurveKeyPair gatewayKeys = CurveKeyPair.generate();
    private final CurveKeyPair cellKeys = CurveKeyPair.generate();

    private volatile AllowList front = list(gatewayKeys, "gateway-1");
    private volatile AllowList back = list(cellKeys, "cell-1");

    private final JeroMqTransport router = JeroMqTransport.curve(
            new CurveServer(routerKeys, List.<Supplier<AllowList>>of(() -> front, () -> back)), List.of());
    private final Engines routers = router.engines();

    @AfterEach
    void close() {
        routers.close();
        router.close();
    }

    private static AllowList list(CurveKeyPair keys, String name) {
        return parsed(AllowList.line(keys.publicKey(), name));
    }

    private static AllowList parsed(String text) {
        try {
            return AllowList.parse(text, "a test");
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private JeroMqTransport client(CurveKeyPair keys, CurveKey routerKey) {
        return JeroMqTransport.curve(
                new CurveClient(keys, routerKey, "me", "router.curve.back-clients", "cell.curve.router-key"));
    }

    /** Runs a check on a connection of this client. */
    private void with(JeroMqTransport client, Role.Router listener, Consumer<EnginePair> what) {
        try (client;
                Engines engines = client.engines();
                EnginePair pair = new EnginePair(engines, routers, listener)) {
            what.accept(pair.settle());
        }
    }

    @Test
    void exchangesFramesAndKnowsTheKey() {
        with(client(cellKeys, routerKeys.publicKey()), BACK, pair -> {
            assertTrue(pair.router.isEstablished());
            assertEquals("cell-1", pair.router.peerKey());
            assertFalse(pair.router.isKeyRefused());
            for (int size : new int[] {0, 1, 222, 223, 300, 8_192, 70_000, EnginePair.MAX_FRAME_BYTES}) {
                byte[] frame = new byte[size];
                new Random(size).nextBytes(frame);
                pair.dealer.frame(Slice.of(frame));
                pair.router.frame(Slice.of(frame));
                pair.settle();
                assertArrayEquals(frame, pair.atRouter.remove(0), size + " bytes to the router");
                assertArrayEquals(frame, pair.atDealer.remove(0), size + " bytes to the cell");
            }
        });
    }

    @Test
    void refusesAKeyThatIsOnNoList() {
        with(client(CurveKeyPair.generate(), routerKeys.publicKey()), BACK, this::assertRefusedForItsKey);
    }

    @Test
    void refusesAGatewaysKeyAtTheBackAndACellsAtTheFront() {
        with(client(gatewayKeys, routerKeys.publicKey()), BACK, this::assertRefusedForItsKey);
        with(client(cellKeys, routerKeys.publicKey()), FRONT, this::assertRefusedForItsKey);
        with(
                client(gatewayKeys, routerKeys.publicKey()),
                FRONT,
                pair -> assertEquals("gateway-1", pair.router.peerKey()));
    }

    private void assertRefusedForItsKey(EnginePair pair) {
        assertTrue(pair.router.isKeyRefused());
        assertFalse(pair.router.isEstablished());
        assertEquals("", pair.router.peerKey());
        assertTrue(pair.dealer.isEnded());
        assertTrue(
                pair.dealer.failure().startsWith("the router refuses the key of this process: add the line '")
                        && pair.dealer.failure().endsWith(" me' to the file of the router's router.curve.back-clients"),
                pair.dealer.failure());
    }

    @Test
    void trustsNoRouterThatHoldsAnotherKey() {
        CurveKey another = CurveKeyPair.generate().publicKey();
        with(client(cellKeys, another), BACK, pair -> {
            assertTrue(pair.dealer.isEnded());
            assertFalse(pair.router.isEstablished());
            assertEquals(
                    "the router does not hold the key " + another
                            + " (expected: cell.curve.router-key to be the public key of router.curve.key-file)",
                    pair.dealer.failure());
        });
    }

    @Test
    void tellsAPeerWithoutCurveWhatToDo() {
        with(JeroMqTransport.plain(), BACK, pair -> {
            assertTrue(pair.dealer.isEnded());
            assertTrue(pair.router.isEnded());
            assertTrue(pair.dealer.failure().contains("set nest.security = curve here too"), pair.dealer.failure());
        });
    }

    @Test
    void endsAConnectionWhoseKeyIsTakenOffItsList() {
        CurveKeyPair other = CurveKeyPair.generate();
        back = parsed(
                AllowList.line(cellKeys.publicKey(), "cell-1") + "\n" + AllowList.line(other.publicKey(), "cell-2"));
        with(
                client(cellKeys, routerKeys.publicKey()),
                BACK,
                first -> with(client(other, routerKeys.publicKey()), BACK, second -> {
                    assertFalse(routers.tend(0));
                    back = list(other, "cell-2");
                    assertTrue(routers.tend(0));
                    assertTrue(first.router.isEnded());
                    assertEquals("the key 'cell-1' was taken off the list", first.router.failure());
                    assertFalse(second.router.isEnded());
                    second.router.frame(Slice.of(new byte[] {7}));
                    second.settle();
                    assertArrayEquals(new byte[] {7}, second.atDealer.get(0));
                }));
    }

    @Test
    void endsAConnectionWhoseKeyIsTakenOffDuringItsHandshake() {
        AllowList none = parsed("");
        AtomicInteger asked = new AtomicInteger();
        // Asked as the engines are made, for the handshake, and after it.
        Supplier<AllowList> list = () -> asked.incrementAndGet() <= 2 ? back : none;
        try (JeroMqTransport other = JeroMqTransport.curve(new CurveServer(routerKeys, List.of(list)), List.of());
                Engines others = other.engines();
                JeroMqTransport client = client(cellKeys, routerKeys.publicKey());
                Engines engines = client.engines();
                EnginePair pair = new EnginePair(engines, others)) {
            pair.settle();
            assertTrue(pair.router.isEnded());
            assertEquals("the key 'cell-1' was taken off the list", pair.router.failure());
        }
    }

    @Test
    void takesAKeyThatIsPutOnItsList() {
        CurveKeyPair later = CurveKeyPair.generate();
        with(client(later, routerKeys.publicKey()), BACK, this::assertRefusedForItsKey);
        back = list(later, "late");
        with(client(later, routerKeys.publicKey()), BACK, pair -> assertEquals("late", pair.router.peerKey()));
    }

    /** Changes an octet of encrypted bytes, which look like noise; this ends the connection. */
    @Test
    void endsAConnectionOfWhichAnOctetWasChangedOnItsWay() {
        with(client(cellKeys, routerKeys.publicKey()), BACK, pair -> {
            pair.dealer.frame(Slice.of("a secret that nobody may read".getBytes(StandardCharsets.UTF_8)));
            flush(pair);
            ByteBuffer wire = ByteBuffer.allocate(4_096);
            pair.toRouter.read(wire);
            String seen = new String(wire.array(), 0, wire.position(), StandardCharsets.ISO_8859_1);
            assertFalse(seen.contains("secret"), seen);
            wire.put(wire.position() - 1, (byte) ~wire.get(wire.position() - 1));
            pair.toRouter.write(wire.flip());
            pair.settle();
            assertTrue(pair.router.isEnded());
            assertEquals(List.of(), pair.atRouter);
        });
    }

    private static void flush(EnginePair pair) {
        try {
            pair.dealer.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
