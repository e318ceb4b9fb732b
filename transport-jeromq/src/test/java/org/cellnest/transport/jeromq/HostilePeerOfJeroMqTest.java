package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.transport.Engine;
import org.cellnest.transport.Engines;
import org.cellnest.transport.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.Msg;

/** Attacks JeroMQ in particular: its timers, its mechanisms, and its allocations. */
class HostilePeerOfJeroMqTest {

    private static final int LARGEST = 1 << 20;
    private static final byte[] LONGEST_TTL = {(byte) 0x7f, (byte) 0xff};
    private static final byte[] TENTH_OF_A_SECOND = {0, 1};

    private final CurveKeyPair routerKeys = CurveKeyPair.generate();
    private final CurveKeyPair cellKeys = CurveKeyPair.generate();
    private final JeroMqTransport plain = JeroMqTransport.plain();
    private final Engines engines = plain.engines();

    @AfterEach
    void close() {
        engines.close();
        plain.close();
    }

    private static byte[] frame(int flags, byte[] body) {
        return ByteBuffer.allocate(2 + body.length)
                .put((byte) flags)
                .put((byte) body.length)
                .put(body)
                .array();
    }

    private static byte[] ping(byte[] ttl) {
        return ByteBuffer.allocate(5 + ttl.length)
                .put("\4PING".getBytes(StandardCharsets.US_ASCII))
                .put(ttl)
                .array();
    }

    private static byte[] ready() {
        return "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A ROUTER's engine that takes what a test writes. */
    private final class Victim {
        private final EnginePair.Pipe in = new EnginePair.Pipe();
        private final EnginePair.Pipe out = new EnginePair.Pipe();
        private final Engine engine = engines.engine(new Role.Router(0), in, out, LARGEST, 16);
        private int frames;

        private Victim take(byte[] bytes) {
            for (int at = 0; at < bytes.length && !engine.isEnded(); ) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, bytes.length - at);
                at += in.write(piece);
                engine.read();
                while (engine.next() != null) {
                    frames++;
                }
                out.read(ByteBuffer.allocate(64 << 10));
            }
            return this;
        }

        private Victim established() {
            take(Greetings.of("NULL")).take(frame(4, ready()));
            assertTrue(engine.isEstablished());
            return this;
        }
    }

    /** Prevents that a peer keeps any number of timers, each for most of an hour. */
    @Test
    void noPingOfAStrangerLeavesATimerBehind() {
        Victim victim = new Victim().established();
        for (int i = 0; i < 1_000; i++) {
            victim.take(frame(4, ping(TENTH_OF_A_SECOND))).take(frame(0, new byte[] {1}));
        }
        victim.take(frame(4, ping(TENTH_OF_A_SECOND)));
        assertEquals(1_000, victim.frames);
        // JeroMQ's timers go by the system's clock, and would end it within this time.
        long beganNs = System.nanoTime();
        for (long turn = 0; System.nanoTime() - beganNs < TimeUnit.MILLISECONDS.toNanos(250); turn++) {
            assertFalse(engines.tend(TimeUnit.SECONDS.toNanos(turn)));
        }
        assertFalse(victim.engine.isEnded());
    }

    /** Connections of one owner write through one buffer. */
    @Test
    void thePongOfOneConnectionNeverGoesOutOnAnother() throws IOException {
        Victim pinging = new Victim().established();
        Victim other = new Victim().established();
        byte[] both = ByteBuffer.allocate(12)
                .put(frame(4, ping(new byte[2])))
                .put(frame(0, new byte[] {1}))
                .array();
        pinging.in.write(ByteBuffer.wrap(both));
        pinging.engine.read();
        assertArrayEquals(
                new byte[] {1}, Objects.requireNonNull(pinging.engine.next()).toByteArray());
        other.engine.frame(Slice.of(new byte[] {9}));
        assertTrue(other.engine.flush());
        ByteBuffer sent = ByteBuffer.allocate(100);
        other.out.read(sent);
        assertArrayEquals(frame(0, new byte[] {9}), Arrays.copyOf(sent.array(), sent.position()));
        sent.clear();
        pinging.out.read(sent);
        assertArrayEquals(
                frame(4, "\4PONG".getBytes(StandardCharsets.US_ASCII)), Arrays.copyOf(sent.array(), sent.position()));
    }

    @Test
    void aListedPeerThatPingsWithoutEndIsEnded() {
        try (JeroMqTransport server = curveServer();
                JeroMqTransport client = curveClient();
                Engines routers = server.engines();
                Engines cells = client.engines();
                EnginePair pair = new EnginePair(cells, routers).settle()) {
            routers.tend(0);
            JeroMqEngine cell = (JeroMqEngine) pair.dealer;
            for (int i = 0; i < 16; i++) {
                sendCommand(cell, ping(LONGEST_TTL));
            }
            pair.settle();
            assertFalse(pair.router.isEnded());
            routers.tend(TimeUnit.SECONDS.toNanos(1));
            for (int i = 0; i < 17; i++) {
                sendCommand(cell, ping(LONGEST_TTL));
            }
            pair.settle();
            assertTrue(pair.router.isEnded());
            assertEquals("more than 16 commands within a second", pair.router.failure());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aListedPeerThatCutsItsPingEndsItselfAlone(int ttlBytes) {
        try (JeroMqTransport server = curveServer();
                JeroMqTransport client = curveClient();
                Engines routers = server.engines();
                Engines cells = client.engines();
                EnginePair bystander = new EnginePair(cells, routers).settle();
                EnginePair pair = new EnginePair(cells, routers).settle()) {
            sendCommand((JeroMqEngine) pair.dealer, ping(new byte[ttlBytes]));
            pair.settle();
            assertTrue(pair.router.isEnded());
            bystander.dealer.frame(Slice.of(new byte[] {3}));
            bystander.settle();
            assertArrayEquals(new byte[] {3}, bystander.atRouter.get(0));
        }
    }

    private static void sendCommand(JeroMqEngine from, byte[] body) {
        Msg command = new Msg(body);
        command.setFlags(Msg.COMMAND);
        from.message(command);
    }

    @Test
    void framesThatAreFlaggedMoreUnderCurveStandAlone() {
        try (JeroMqTransport server = curveServer();
                JeroMqTransport client = curveClient();
                Engines routers = server.engines();
                Engines cells = client.engines();
                EnginePair pair = new EnginePair(cells, routers).settle()) {
            for (int i = 0; i < 3; i++) {
                Msg part = new Msg(new byte[] {(byte) i});
                part.setFlags(Msg.MORE);
                ((JeroMqEngine) pair.dealer).message(part);
            }
            pair.settle();
            assertEquals(3, pair.atRouter.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void garbageInPlaceOfAnyStepOfCurveEndsTheConnectionAlone(long seed) {
        Random random = new Random(seed);
        try (JeroMqTransport server = curveServer();
                Engines routers = server.engines()) {
            EnginePair.Pipe in = new EnginePair.Pipe();
            Engine engine = routers.engine(new Role.Router(0), in, new EnginePair.Pipe(), LARGEST, 16);
            in.write(ByteBuffer.wrap(Greetings.of("CURVE")));
            String[] names = {"\5HELLO", "\10INITIATE", "\7MESSAGE", "\5READY", ""};
            byte[] body = new byte[200 + random.nextInt(800)];
            random.nextBytes(body);
            byte[] name = names[random.nextInt(names.length)].getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(name, 0, body, 0, name.length);
            in.write(ByteBuffer.allocate(9 + body.length)
                    .put((byte) 6)
                    .putLong(body.length)
                    .put(body)
                    .flip());
            for (int i = 0; i < 4; i++) {
                engine.read();
                assertEquals(null, engine.next());
            }
            assertFalse(engine.isEstablished());
            engine.close();
        }
    }

    @Test
    void anIdentityThatIsHiddenIsSeenAndNotUsed() {
        byte[] body = ByteBuffer.allocate(ready().length + 18)
                .put(ready())
                .put("\10Identity\0\0\0\5\0".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(7)
                .array();
        Victim victim = new Victim().take(Greetings.of("NULL")).take(frame(4, body));
        assertTrue(victim.engine.isEstablished());
        assertTrue(victim.engine.choseId());
    }

    @Test
    void aPeerThatDoesNotTellItsTypeIsRefusedAtItsFirstFrame() {
        Victim victim =
                new Victim().take(Greetings.of("NULL")).take(frame(4, "\5READY".getBytes(StandardCharsets.US_ASCII)));
        victim.take(frame(0, new byte[] {1}));
        assertTrue(victim.engine.isEnded());
        assertEquals(0, victim.frames);
        assertTrue(victim.engine.failure().startsWith("a socket of type 'null'"), victim.engine.failure());
    }

    private JeroMqTransport curveServer() {
        try {
            AllowList list = AllowList.parse(AllowList.line(cellKeys.publicKey(), "c"), "a test");
            return JeroMqTransport.curve(new CurveServer(routerKeys, List.of(() -> list)), List.of());
        } catch (KeyFileException e) {
            throw new AssertionError(e);
        }
    }

    private JeroMqTransport curveClient() {
        return JeroMqTransport.curve(new CurveClient(
                cellKeys, routerKeys.publicKey(), "c", "router.curve.back-clients", "cell.curve.router-key"));
    }
}
