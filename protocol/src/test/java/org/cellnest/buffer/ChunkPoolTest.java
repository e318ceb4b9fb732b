package org.cellnest.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPoolTest {
    private static final int CHUNK = 2 * ChunkPool.MAX_PIECE_BYTES;

    private final ChunkPool pool = new ChunkPool(2L * CHUNK);

    private static ChunkSlice filled(ChunkSlice piece, int value) {
        ByteBuffer buffer = piece.buffer();
        while (buffer.hasRemaining()) {
            buffer.put((byte) value);
        }
        return piece;
    }

    private ChunkSlice take(int bytes) {
        return Objects.requireNonNull(pool.take(bytes));
    }

    /** Reads some bytes, all of one value; returns the position of the first in the buffer that they were read to. */
    private int read(int bytes, int value) {
        ByteBuffer in = pool.beginRead();
        int from = in.position();
        for (int i = 0; i < bytes; i++) {
            in.put((byte) value);
        }
        pool.filled(in.position());
        return from;
    }

    private static byte[] of(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void reusesMemoryOnceNothingOfItIsHeld() {
        for (int i = 0; i < 1_000; i++) {
            ChunkSlice first = take(ChunkPool.MAX_PIECE_BYTES);
            ChunkSlice second = take(ChunkPool.MAX_PIECE_BYTES);
            assertEquals(1, pool.heldChunks());
            first.release();
            second.release();
            assertEquals(0, pool.heldChunks());
        }
        assertEquals(0, pool.misses());
    }

    @Test
    void isEmptyRatherThanLargerThanItsBound() {
        List<ChunkSlice> pieces = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pieces.add(take(ChunkPool.MAX_PIECE_BYTES));
        }
        assertNull(pool.take(1));
        assertEquals(1, pool.misses());
        assertEquals(2, pool.heldChunks());
        pieces.forEach(ChunkSlice::release);
        assertNotNull(pool.take(1));
    }

    @Test
    void givesNoPieceThatIsLargerThanAPiece() {
        assertNull(pool.take(ChunkPool.MAX_PIECE_BYTES + 1));
        assertNull(new ChunkPool(CHUNK - 1).take(1));
    }

    @Test
    void keepsWhatIsSharedUntilTheLastRelease() {
        ChunkSlice piece = filled(take(10_000), 1);
        ChunkSlice part = piece.part(100, 50).share();
        piece.release();
        assertEquals(1, pool.heldChunks());
        assertArrayEquals(of(50, 1), part.toByteArray());
        part.release();
        assertEquals(0, pool.heldChunks());
    }

    @Test
    void refusesAReleaseWithoutAHoldAndAUseAfterTheRelease() {
        ChunkSlice piece = take(10_000);
        ChunkSlice borrowed = piece.part(0, 10);
        assertThrows(IllegalStateException.class, borrowed::release);
        piece.release();
        assertThrows(IllegalStateException.class, piece::release);
        assertThrows(IllegalStateException.class, piece::buffer);
        assertThrows(IllegalStateException.class, piece::share);
        assertThrows(IllegalStateException.class, borrowed::toByteArray);
        assertThrows(IllegalStateException.class, () -> borrowed.copyTo(new byte[10], 0));
    }

    @Test
    void readsToTheSameMemoryWhileNothingIsKept() {
        int first = read(5_000, 1);
        for (int i = 0; i < 100; i++) {
            assertEquals(first, read(5_000, 1));
        }
        pool.endRead();
        assertEquals(0, pool.heldChunks());
    }

    @Test
    void keepsAFrameWhereItWasRead() {
        int at = read(20_000, 3);
        ChunkSlice kept = Objects.requireNonNull(pool.keep(at + 1_000, 10_000));
        int next = read(20_000, 4);
        assertEquals(at + 11_000, next, "the bytes behind what was kept are free again");
        assertArrayEquals(of(10_000, 3), kept.toByteArray());
        kept.release();
        pool.endRead();
        assertEquals(0, pool.heldChunks());
    }

    @Test
    void keepsTheRoomForTheRestOfAFrame() {
        int at = read(1_000, 5);
        ChunkSlice kept = Objects.requireNonNull(pool.keepBegun(at + 500, 9_000));
        int next = read(3_000, 6);
        assertEquals(at + 9_500, next);
        ByteBuffer rest = kept.buffer().position(500);
        rest.put(of(8_500, 5));
        assertArrayEquals(of(9_000, 5), kept.toByteArray());
        kept.release();
    }

    @Test
    void keepsNoRoomThatIsNotThere() {
        int at = read(CHUNK - ChunkPool.MAX_PIECE_BYTES - 1_000, 5);
        assertNull(pool.keepBegun(at, ChunkPool.MAX_PIECE_BYTES + 1), "larger than a piece");
        ChunkSlice taken = take(1);
        assertNull(pool.keepBegun(at, 200_000), "another piece lies behind it");
        taken.release();
        pool.endRead();
        assertNull(pool.keep(0, 10), "no read");
        assertNull(pool.keepBegun(0, 10), "no read");
    }

    @Test
    void takesNothingOfTheBytesThatWereReadAndAreNotLookedAtYet() {
        int at = read(30_000, 7);
        ChunkSlice taken = filled(take(50_000), 8);
        ChunkSlice kept = Objects.requireNonNull(pool.keep(at, 30_000));
        assertArrayEquals(of(30_000, 7), kept.toByteArray());
        pool.endRead();
        assertArrayEquals(of(50_000, 8), taken.toByteArray());
        kept.release();
        taken.release();
        assertEquals(0, pool.heldChunks());
    }

    @Test
    void readsOnWhenItIsEmptyAndKeepsNothingThen() {
        List<ChunkSlice> pieces = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pieces.add(take(ChunkPool.MAX_PIECE_BYTES));
        }
        ByteBuffer in = pool.beginRead();
        assertTrue(in.isDirect());
        assertTrue(in.remaining() >= ChunkPool.MAX_PIECE_BYTES);
        pool.filled(in.position() + 10_000);
        assertNull(pool.keep(in.position(), 10_000));
        assertNull(pool.keepBegun(in.position(), 20_000));
        pieces.forEach(ChunkSlice::release);
        assertEquals(0, pool.heldChunks());
    }

    /** A piece and the value of all its bytes. */
    private record Model(ChunkSlice piece, int value) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesNoByteTwice(long seed) {
        Random random = new Random(seed);
        List<Model> held = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int value = random.nextInt(256);
            int length = 1 + random.nextInt(random.nextInt(5) == 0 ? ChunkPool.MAX_PIECE_BYTES : 9_000);
            switch (random.nextInt(5)) {
                case 0 -> {
                    ChunkSlice piece = pool.take(length);
                    if (piece != null) {
                        held.add(new Model(filled(piece, value), value));
                    }
                }
                case 1 -> {
                    int there = Math.min(length, 60_000);
                    int at = read(there, value);
                    ChunkSlice piece = pool.keep(at + there / 3, there - there / 3);
                    if (piece != null) {
                        held.add(new Model(piece, value));
                    }
                }
                case 2 -> {
                    int there = Math.min(length, 60_000);
                    int at = read(there, value);
                    ChunkSlice piece = pool.keepBegun(at, length + 500);
                    if (piece != null) {
                        held.add(new Model(filled(piece, value), value));
                    }
                    pool.endRead();
                }
                case 3 -> {
                    if (!held.isEmpty()) {
                        Model some = held.get(random.nextInt(held.size()));
                        held.add(new Model(some.piece.share(), some.value));
                    }
                }
                default -> {
                    for (int i = random.nextInt(4); i > 0 && !held.isEmpty(); i--) {
                        Model some = held.remove(random.nextInt(held.size()));
                        assertArrayEquals(of(some.piece.length(), some.value), some.piece.toByteArray());
                        some.piece.release();
                    }
                }
            }
        }
        for (Model each : held) {
            assertArrayEquals(of(each.piece.length(), each.value), each.piece.toByteArray());
            each.piece.release();
        }
        pool.endRead();
        assertEquals(0, pool.heldChunks());
    }
}
