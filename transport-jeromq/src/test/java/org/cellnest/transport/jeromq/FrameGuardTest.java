package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGuardTest {

    private static final int MAX_FRAME_BYTES = 1_000_000;
    private static final int LARGE = 2;
    private static final int COMMAND = 4;

    private final ChunkPool chunks = new ChunkPool(2 << 20);
    private final FrameGuard guard = new FrameGuard("NULL", MAX_FRAME_BYTES, chunks);
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final List<byte[]> taken = new ArrayList<>();

    /** Offers bytes in one piece, as a read of the pool, and keeps those that pass and the messages that are taken. */
    private void offer(byte[] bytes) throws Refusal {
        ByteBuffer in = chunks.beginRead();
        int from = in.position();
        ByteBuffer rest = guard.rest();
        int direct = rest == null ? 0 : Math.min(rest.remaining(), bytes.length);
        if (rest != null) {
            rest.put(bytes, 0, direct);
        }
        in.put(bytes, direct, bytes.length - direct);
        int until = in.position();
        chunks.filled(until);
        in.position(from);
        while (in.position() < until || guard.isWaiting()) {
            in.limit(until);
            ByteBuffer piece = guard.next(in);
            byte[] passing = new byte[piece.remaining()];
            piece.get(passing);
            passed.writeBytes(passing);
            Bytes frame = guard.takeFrame();
            if (frame != null) {
                taken.add(frame.toByteArray());
                frame.release();
            }
        }
        chunks.endRead();
    }

    private static byte[] frame(int flags, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(9 + body.length);
        if (body.length > 255) {
            frame.put((byte) (flags | LARGE)).putLong(body.length);
        } else {
            frame.put((byte) flags).put((byte) body.length);
        }
        byte[] bytes = new byte[frame.put(body).flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] ready() {
        return frame(COMMAND, "\5READY".getBytes(StandardCharsets.US_ASCII));
    }

    private void establish() throws Refusal {
        offer(Greetings.of("NULL"));
        offer(ready());
        guard.onEstablished();
        passed.reset();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void passesWhateverIsRightInWhateverPiecesItComes(long seed) throws Refusal {
        Random random = new Random(seed);
        establish();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 40; i++) {
            int[] sizes = {0, 1, 200, 255, 256, 10_000, FrameGuard.HELD_FROM_BYTES, FrameGuard.HELD_FROM_BYTES + 1};
            byte[] body = new byte[i == 20 ? MAX_FRAME_BYTES : sizes[random.nextInt(sizes.length)]];
            random.nextBytes(body);
            all.writeBytes(frame(random.nextInt(2), body));
        }
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(4) == 0 ? 1 : random.nextInt(60_000));
            byte[] piece = new byte[length];
            System.arraycopy(bytes, at, piece, 0, length);
            offer(piece);
            at += length;
        }
        assertArrayEquals(bytes, passed.toByteArray());
    }

    @Test
    void lookOctetByOctetIsTheSame() throws Refusal {
        byte[] greeting = Greetings.of("NULL");
        for (byte octet : greeting) {
            offer(new byte[] {octet});
        }
        for (byte octet : ready()) {
            offer(new byte[] {octet});
        }
        assertEquals(greeting.length + ready().length, passed.size());
    }

    @Test
    void holdsALargeFrameBackUntilItIsWhole() throws Refusal {
        establish();
        byte[] frame = frame(0, new byte[FrameGuard.HELD_FROM_BYTES + 1]);
        byte[] most = new byte[frame.length - 1];
        System.arraycopy(frame, 0, most, 0, most.length);
        offer(most);
        assertEquals(0, passed.size(), "its size would have JeroMQ set it aside");
        offer(new byte[] {frame[most.length]});
        assertArrayEquals(frame, passed.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesLargeMessagesAndPassesAllElseInWhateverPiecesTheyCome(long seed) throws Refusal {
        Random random = new Random(seed);
        establish();
        guard.takeLarge();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        List<byte[]> large = new ArrayList<>();
        int[] sizes = {0, 1, 255, 256, 4_095, 4_096, 16_500, 64 << 10, ChunkPool.MAX_PIECE_BYTES, 140_000};
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[sizes[random.nextInt(sizes.length)]];
            random.nextBytes(body);
            boolean isCommand = body.length < 1_000 && random.nextInt(8) == 0;
            byte[] frame = frame(isCommand ? COMMAND : random.nextInt(2), body);
            all.writeBytes(frame);
            if (body.length < ChunkPool.MIN_PIECE_BYTES) {
                small.writeBytes(frame);
            } else {
                large.add(body);
            }
        }
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(4) == 0 ? 1 : random.nextInt(60_000));
            offer(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        assertArrayEquals(small.toByteArray(), passed.toByteArray());
        assertEquals(large.size(), taken.size());
        for (int i = 0; i < large.size(); i++) {
            assertArrayEquals(large.get(i), taken.get(i));
        }
        assertEquals(0, chunks.heldChunks());
    }

    @Test
    void releasesTheMessageThatDoesNotComeWhole() throws Refusal {
        establish();
        guard.takeLarge();
        byte[] frame = frame(0, new byte[10_000]);
        offer(Arrays.copyOf(frame, 5_000));
        assertEquals(1, chunks.heldChunks());
        guard.drop();
        assertEquals(0, chunks.heldChunks());
        assertEquals(0, passed.size());
    }

    @Test
    void passesWhatCameBeforeItRefuses() throws Refusal {
        establish();
        byte[] good = frame(0, new byte[] {1, 2, 3});
        byte[] bad = {(byte) 0x80};
        byte[] both = new byte[good.length + bad.length];
        System.arraycopy(good, 0, both, 0, good.length);
        System.arraycopy(bad, 0, both, good.length, bad.length);
        Refusal refusal = assertThrows(Refusal.class, () -> offer(both));
        assertEquals("flags 0x80 (expected: 0 to 7)", refusal.getMessage());
        assertArrayEquals(good, passed.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000001, 1000001 bytes (expected: at most 1000000)",
        "0, -1, 18446744073709551615 bytes (expected: at most 1000000)",
        "0, -9223372036854775303, 9223372036854776313 bytes (expected: at most 1000000)",
        "4, 1025, 1025 bytes (expected: at most 1024)"
    })
    void refusesSizesThatCannotBe(int flags, long size, String sentence) throws Refusal {
        establish();
        byte[] header =
                ByteBuffer.allocate(9).put((byte) (flags | LARGE)).putLong(size).array();
        Refusal refusal = assertThrows(Refusal.class, () -> offer(header));
        assertEquals(sentence, refusal.getMessage());
    }

    @Test
    void refusesAMessageBeforeHandsAreShaken() throws Refusal {
        offer(Greetings.of("NULL"));
        Refusal refusal = assertThrows(Refusal.class, () -> offer(frame(0, new byte[3])));
        assertEquals("a message (expected: a command of the handshake)", refusal.getMessage());
    }

    @Test
    void judgesAGreetingAsItComes() {
        assertEquals(
                "not a ZMTP greeting",
                assertThrows(Refusal.class, () -> offer("G".getBytes(StandardCharsets.US_ASCII)))
                        .getMessage());
        byte[] zmtp2 = Greetings.of("NULL");
        zmtp2[10] = 1;
        assertEquals(
                "ZMTP 1 (expected: 3)",
                assertThrows(Refusal.class, () -> new FrameGuardTest().offer(zmtp2))
                        .getMessage());
    }

    @Test
    void saysWhatToDoAboutAnotherMechanism() {
        assertEquals(
                "the other side speaks the mechanism CURVE (expected: NULL): set nest.security = curve here too, with the"
                        + " keys that scripts/nest keys makes",
                assertThrows(Refusal.class, () -> offer(Greetings.of("CURVE"))).getMessage());
        assertEquals(
                "the other side speaks the mechanism PLAIN (expected: NULL)",
                assertThrows(Refusal.class, () -> new FrameGuardTest().offer(Greetings.of("PLAIN")))
                        .getMessage());
    }

    @Test
    void tellsTheReasonOfAnError() throws Refusal {
        offer(Greetings.of("NULL"));
        offer(frame(COMMAND, ("\5ERROR\3" + "400").getBytes(StandardCharsets.US_ASCII)));
        assertEquals("400", guard.errorReason());
    }
}
