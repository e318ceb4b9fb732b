package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZmtpReaderTest {

    private static final int MAX_FRAME_BYTES = 200_000;
    private static final byte[] HANDSHAKE = Wire.handshake("DEALER");

    /** A reader, what it answered, and the frames it made. */
    private static final class Ear {

        /** The bytes of one read, at most. */
        private static final int READ_BYTES = 60_000;

        private final ChunkPool chunks = new ChunkPool(4 << 20);
        private final ZmtpWriter answers = new ZmtpWriter(1_000);
        private final ZmtpReader reader;
        private final List<byte[]> frames = new ArrayList<>();

        Ear(int maxFrameBytes) {
            reader = new ZmtpReader("ROUTER", Set.of("DEALER", "REQ"), maxFrameBytes, chunks, answers);
        }

        Ear() {
            this(MAX_FRAME_BYTES);
        }

        static Ear established() throws ZmtpException {
            Ear ear = new Ear();
            ear.hear(HANDSHAKE);
            assertTrue(ear.reader.isEstablished());
            return ear;
        }

        void hear(byte[]... parts) throws ZmtpException {
            ByteBuffer bytes = ByteBuffer.wrap(Wire.concat(parts));
            while (bytes.hasRemaining()) {
                hear(bytes);
            }
        }

        /** Hears what one read brings. */
        private void hear(ByteBuffer bytes) throws ZmtpException {
            ByteBuffer rest = reader.rest();
            if (rest != null) {
                move(bytes, rest, rest.remaining());
            }
            ByteBuffer in = chunks.beginRead();
            int from = in.position();
            move(bytes, in, READ_BYTES);
            chunks.filled(in.position());
            in.limit(in.position()).position(from);
            Bytes frame;
            while ((frame = reader.next(in)) != null) {
                frames.add(frame.toByteArray());
                frame.release();
            }
            assertFalse(in.hasRemaining());
            chunks.endRead();
        }

        private static void move(ByteBuffer from, ByteBuffer to, int most) {
            int length = Math.min(Math.min(from.remaining(), to.remaining()), most);
            to.put(to.position(), from, from.position(), length);
            to.position(to.position() + length);
            from.position(from.position() + length);
        }

        void assertHeard(byte[]... expected) {
            assertEquals(expected.length, frames.size());
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], frames.get(i));
            }
        }

        /** What was said since our greeting and our READY. */
        byte[] answered() throws IOException {
            DripChannel channel = DripChannel.bottomless();
            answers.flush(channel, ByteBuffer.allocate(1_000));
            int before = 64 + Wire.frame(Wire.COMMAND, Zmtp.ready("ROUTER")).length;
            return Arrays.copyOfRange(channel.taken(), before, channel.taken().length);
        }

        String complaint(byte[]... parts) {
            return String.valueOf(
                    assertThrows(ZmtpException.class, () -> hear(parts)).getMessage());
        }
    }

    private static byte[] random(long seed, int length) {
        byte[] random = new byte[length];
        new Random(seed).nextBytes(random);
        return random;
    }

    // ---- pieces

    private static final byte[][] FRAMES = {
        bytes("short"), {}, random(1, 255), random(2, 256), {}, random(3, 1_000), bytes("flagged MORE"), bytes("last"),
    };

    private static byte[] stream() {
        return Wire.concat(
                HANDSHAKE,
                Wire.frame(0, FRAMES[0]),
                Wire.frame(0, FRAMES[1]),
                Wire.frame(0, FRAMES[2]),
                Wire.frame(Wire.COMMAND, Wire.command("PING", new byte[2], bytes("context"))),
                Wire.frame(0, FRAMES[3]),
                Wire.frame(0, FRAMES[4]),
                Wire.frame(Wire.COMMAND, Wire.command("UNKNOWN", random(4, 300))),
                Wire.frame(0, FRAMES[5]),
                Wire.frame(Wire.MORE, FRAMES[6]),
                // a small size may be written large
                Wire.header(0, FRAMES[7].length, true),
                FRAMES[7]);
    }

    private static void assertHeardAll(Ear ear) throws IOException {
        ear.assertHeard(FRAMES);
        assertArrayEquals(Wire.frame(Wire.COMMAND, bytes("\4PONGcontext")), ear.answered());
    }

    @Test
    void makesTheSameFramesOfAStreamCutInTwoAnywhere() throws Exception {
        byte[] stream = stream();
        for (int cut = 0; cut <= stream.length; cut++) {
            Ear ear = new Ear();
            ear.hear(Arrays.copyOfRange(stream, 0, cut));
            ear.hear(Arrays.copyOfRange(stream, cut, stream.length));
            assertHeardAll(ear);
        }
    }

    @Test
    void makesTheSameFramesOfAStreamInPiecesOfOneSize() throws Exception {
        byte[] stream = stream();
        for (int size = 1; size <= stream.length; size++) {
            Ear ear = new Ear();
            for (int at = 0; at < stream.length; at += size) {
                ear.hear(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
            }
            assertHeardAll(ear);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void makesTheSameFramesOfLargeOnesInRandomPieces(long seed) throws Exception {
        Random random = new Random(seed);
        byte[][] frames = new byte[12][];
        byte[] stream = HANDSHAKE;
        for (int i = 0; i < frames.length; i++) {
            frames[i] = random(seed * 100 + i, random.nextInt(MAX_FRAME_BYTES + 1));
            stream = Wire.concat(stream, Wire.frame(0, frames[i]));
        }
        Ear ear = new Ear();
        for (int at = 0; at < stream.length; ) {
            int size = 1 + random.nextInt(random.nextBoolean() ? 20 : 150_000);
            ear.hear(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
            at += size;
        }
        ear.assertHeard(frames);
    }

    @Test
    void givesFramesAwayOneByOne() throws Exception {
        Ear ear = Ear.established();
        ByteBuffer in = ByteBuffer.wrap(Wire.concat(Wire.frame(0, bytes("one")), Wire.frame(0, bytes("two"))));
        byte[] one = Objects.requireNonNull(ear.reader.next(in)).toByteArray();
        assertArrayEquals(bytes("one"), one);
        assertArrayEquals(
                bytes("two"), Objects.requireNonNull(ear.reader.next(in)).toByteArray());
        assertArrayEquals(bytes("one"), one);
        assertNull(ear.reader.next(in));
    }

    // ---- the greeting

    @Test
    void isEstablishedByTheLastByteOfReady() throws Exception {
        Ear ear = new Ear();
        ear.hear(Arrays.copyOf(HANDSHAKE, HANDSHAKE.length - 1));
        assertFalse(ear.reader.isEstablished());
        ear.hear(Arrays.copyOfRange(HANDSHAKE, HANDSHAKE.length - 1, HANDSHAKE.length));
        assertTrue(ear.reader.isEstablished());
        assertFalse(ear.reader.choseId());
    }

    @Test
    void saysItsTypeOnceTheGreetingIsWhole() throws Exception {
        Ear ear = new Ear();
        DripChannel channel = DripChannel.bottomless();
        ear.hear(Arrays.copyOf(Wire.greeting(), 63));
        ear.answers.flush(channel, ByteBuffer.allocate(1_000));
        assertEquals(64, channel.taken().length);
        ear.hear(new byte[1]);
        ear.answers.flush(channel, ByteBuffer.allocate(1_000));
        byte[] ready = Wire.frame(Wire.COMMAND, Wire.command("READY", Wire.property("Socket-Type", bytes("ROUTER"))));
        assertArrayEquals(ready, Arrays.copyOfRange(channel.taken(), 64, channel.taken().length));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 127})
    void takesLaterVersionsThatGreetAlike(int major) throws Exception {
        Ear ear = new Ear();
        byte[] greeting = Wire.greeting(major, "NULL");
        greeting[11] = 9;
        ear.hear(greeting, Wire.frame(Wire.COMMAND, Wire.ready("DEALER", Wire.NO_IDENTITY)));
        assertTrue(ear.reader.isEstablished());
    }

    /** Who speaks an older version sends no more until it is answered. */
    @Test
    void judgesAGreetingAsItComes() {
        assertEquals("not a ZMTP greeting", new Ear().complaint(bytes("G")));
        assertEquals("not a ZMTP greeting", new Ear().complaint(new byte[1]));
        assertEquals("not a ZMTP greeting", new Ear().complaint(new byte[] {(byte) 0xff}, new byte[9]));
        for (int major : new int[] {0, 1, 2}) {
            byte[] greeting = Arrays.copyOf(Wire.greeting(major, "NULL"), 11);
            assertEquals("ZMTP " + major + " (expected: 3)", new Ear().complaint(greeting));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CURVE", "", "NULL2", "null", "NUL"})
    void refusesAnotherMechanism(String mechanism) {
        String complaint = new Ear().complaint(Wire.greeting(3, mechanism));
        assertTrue(
                complaint.startsWith("the other side speaks the mechanism " + mechanism + " (expected: NULL)"),
                complaint);
        assertEquals(mechanism.equals("CURVE"), complaint.contains("set nest.security = curve here too"), complaint);
    }

    // ---- READY

    private static byte[] readyOf(byte[]... properties) {
        return Wire.frame(Wire.COMMAND, Wire.command("READY", properties));
    }

    @Test
    void findsPropertiesOfReadyInAnyOrderAndCase() throws Exception {
        byte[] identity = Wire.property("Identity", bytes("me"));
        byte[] other = Wire.property("X-Other", random(1, 300));
        byte[] lower = Wire.property("socket-type", bytes("DEALER"));
        byte[] upper = Wire.property("SOCKET-TYPE", bytes("REQ"));
        for (byte[] ready : List.of(
                readyOf(identity, other, lower),
                readyOf(lower, Wire.property("identity", bytes("me"))),
                readyOf(other, upper, Wire.property("IDENTITY", bytes("me")), other))) {
            Ear ear = new Ear();
            ear.hear(Wire.greeting(), ready);
            assertTrue(ear.reader.isEstablished());
            assertTrue(ear.reader.choseId());
        }
    }

    @Test
    void takesReadyWithoutIdentityOrWithAnEmptyOne() throws Exception {
        byte[] type = Wire.property("Socket-Type", bytes("DEALER"));
        for (byte[] ready : List.of(readyOf(type), readyOf(type, Wire.property("Identity", new byte[0])))) {
            Ear ear = new Ear();
            ear.hear(Wire.greeting(), ready);
            assertTrue(ear.reader.isEstablished());
            assertFalse(ear.reader.choseId());
        }
    }

    @Test
    void refusesASocketOfTheWrongType() {
        for (String type : new String[] {"ROUTER", "PUB", "dealer", "DEALER ", ""}) {
            String complaint = new Ear().complaint(Wire.greeting(), readyOf(Wire.property("Socket-Type", bytes(type))));
            assertTrue(complaint.startsWith("a socket of type '" + type + "' (expected: one of ["), complaint);
        }
        assertTrue(new Ear().complaint(Wire.greeting(), readyOf()).startsWith("a socket of type ''"));
    }

    @Test
    void refusesReadyThatIsCutShort() {
        byte[] whole = Wire.command("READY", Wire.property("Socket-Type", bytes("DEALER")));
        for (int length = 7; length < whole.length; length++) {
            byte[] cut = Wire.frame(Wire.COMMAND, Arrays.copyOf(whole, length));
            assertEquals("READY is cut short", new Ear().complaint(Wire.greeting(), cut));
        }
        byte[] negative = {1, 'X', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        assertEquals("READY is cut short", new Ear().complaint(Wire.greeting(), readyOf(negative)));
    }

    @Test
    void refusesWhatIsNotReadyBeforeReady() {
        for (String name : new String[] {"ERROR", "PING", "ready", ""}) {
            assertEquals(
                    "the command '" + name + "' (expected: READY)",
                    new Ear().complaint(Wire.greeting(), Wire.frame(Wire.COMMAND, Wire.command(name, new byte[4]))));
        }
        byte[] nameIsCutShort = Wire.frame(Wire.COMMAND, bytes("\6READY"));
        assertEquals("the command '' (expected: READY)", new Ear().complaint(Wire.greeting(), nameIsCutShort));
        byte[] empty = Wire.frame(Wire.COMMAND, new byte[0]);
        assertEquals("the command '' (expected: READY)", new Ear().complaint(Wire.greeting(), empty));
    }

    /** The flags alone are enough. */
    @ParameterizedTest
    @ValueSource(bytes = {0, Wire.MORE, Wire.LONG, Wire.MORE | Wire.LONG})
    void refusesAMessageBeforeReady(byte flags) {
        assertEquals("a message (expected: READY)", new Ear().complaint(Wire.greeting(), new byte[] {flags}));
    }

    @Test
    void skipsReadyOnceHandsAreShaken() throws Exception {
        Ear ear = Ear.established();
        ear.hear(Wire.frame(Wire.COMMAND, Wire.ready("PUB", bytes("me"))), Wire.frame(0, bytes("frame")));
        ear.assertHeard(bytes("frame"));
        assertFalse(ear.reader.choseId());
    }

    // ---- flags and sizes

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 128, 0xf8, 0xff})
    void refusesFlagsThatHaveNoMeaning(int flags) throws Exception {
        String complaint = "flags 0x" + Integer.toHexString(flags) + " (expected: 0 to 7)";
        assertEquals(complaint, Ear.established().complaint(new byte[] {(byte) flags}));
        assertEquals(complaint, new Ear().complaint(Wire.greeting(), new byte[] {(byte) flags}));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, MAX_FRAME_BYTES + 1, 1L << 32, (1L << 32) + 5})
    void refusesSizesBeyondTheLimit(long size) throws Exception {
        String complaint = Ear.established().complaint(Wire.header(0, size, true));
        assertEquals(Long.toUnsignedString(size) + " bytes (expected: at most 200000)", complaint);
    }

    @Test
    void takesAFrameOfExactlyTheLimit() throws Exception {
        Ear ear = Ear.established();
        byte[] largest = random(5, MAX_FRAME_BYTES);
        ear.hear(Wire.frame(0, largest));
        ear.assertHeard(largest);
    }

    @Test
    void refusesCommandsThatAreTooLarge() throws Exception {
        Ear.established().hear(Wire.frame(Wire.COMMAND, new byte[1_024]));
        assertEquals(
                "1025 bytes (expected: at most 1024)",
                Ear.established().complaint(Wire.header(Wire.COMMAND, 1_025, true)));
        assertEquals(
                "1025 bytes (expected: at most 1024)",
                new Ear().complaint(Wire.greeting(), Wire.header(Wire.COMMAND, 1_025, true)));
    }

    // ---- memory

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void setsLittleAsideForAnAnnouncedSize() throws Exception {
        int gigabyte = 1 << 30;
        Ear ear = new Ear(gigabyte);
        ear.hear(HANDSHAKE);
        byte[] announced = Wire.concat(Wire.header(0, gigabyte, true), new byte[1]);
        long before = allocatedBytes();
        ear.hear(announced);
        long allocated = allocatedBytes() - before;
        assertTrue(allocated < 200_000, () -> allocated + " bytes");
    }

    @Test
    void takesMemoryAsBytesCome() throws Exception {
        Ear ear = new Ear(1 << 30);
        ear.hear(HANDSHAKE, Wire.header(0, 1 << 30, true));
        ByteBuffer piece = ByteBuffer.allocateDirect(10_000);
        long before = allocatedBytes();
        for (int came = 0; came < 4_000_000; came += piece.capacity()) {
            assertNull(ear.reader.next(piece.clear()));
        }
        long allocated = allocatedBytes() - before;
        // each time twice as much as before, and what has come is less than the last but one
        assertTrue(allocated < 4 * 4_200_000, () -> allocated + " bytes");
    }

    @Test
    void allocatesAFrameThatCameWholeOnce() throws Exception {
        Ear ear = Ear.established();
        ByteBuffer in = ByteBuffer.wrap(Wire.frame(0, new byte[MAX_FRAME_BYTES]));
        long before = allocatedBytes();
        Bytes frame = ear.reader.next(in);
        long allocated = allocatedBytes() - before;
        assertArrayEquals(
                new byte[MAX_FRAME_BYTES], Objects.requireNonNull(frame).toByteArray());
        assertTrue(allocated < MAX_FRAME_BYTES + 50_000, () -> allocated + " bytes");
    }

    // ---- commands

    @Test
    void answersAPingWithItsContext() throws Exception {
        for (int length = 0; length <= 20; length++) {
            Ear ear = Ear.established();
            byte[] context = random(length, length);
            ear.hear(Wire.frame(Wire.COMMAND, Wire.command("PING", new byte[2], context)));
            byte[] pong = Wire.command("PONG", Arrays.copyOf(context, Math.min(16, length)));
            assertArrayEquals(Wire.frame(Wire.COMMAND, pong), ear.answered());
        }
    }

    @Test
    void skipsCommandsThatMeanNothingOrAreCutShort() throws Exception {
        Ear ear = Ear.established();
        for (byte[] body : List.of(
                new byte[0],
                new byte[1],
                bytes("\4PIN"),
                Wire.command("PING"),
                Wire.command("PING", new byte[1]),
                Wire.command("ping", new byte[2]),
                Wire.command("PONG", bytes("context")),
                Wire.command("SUBSCRIBE", bytes("all")),
                new byte[] {(byte) 0xff, 'x'})) {
            ear.hear(Wire.frame(Wire.COMMAND, body), Wire.frame(Wire.COMMAND | Wire.MORE, body));
        }
        ear.hear(Wire.frame(0, bytes("after")));
        ear.assertHeard(bytes("after"));
        assertEquals(0, ear.answered().length);
    }
}
