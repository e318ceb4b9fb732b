package org.cellnest.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A direct buffer of a {@link ChunkPool} that is handed out piece by piece, from its beginning. It begins anew when no
 * piece is held any more. Belongs to the pool's thread.
 */
final class Chunk {
    /** Whether freed memory is overwritten, so that a use after the release shows in the bytes. */
    private static final boolean POISONS = Boolean.getBoolean("cellnest.chunks.poison");

    private static final byte[] POISON = new byte[4 << 10];

    static {
        Arrays.fill(POISON, (byte) 0xdd);
    }

    private final ChunkPool pool;
    private final ByteBuffer memory;
    private int position;
    private int holds;
    /** The number of times that all pieces were released; a piece of an earlier time is no longer valid. */
    private int generation;

    Chunk(ChunkPool pool, int bytes) {
        this.pool = pool;
        this.memory = ByteBuffer.allocateDirect(bytes);
    }

    ByteBuffer memory() {
        return memory;
    }

    int generation() {
        return generation;
    }

    /** Returns the offset of the first byte that was not handed out. */
    int position() {
        return position;
    }

    /** Returns the number of bytes that were not handed out. */
    int room() {
        return memory.capacity() - position;
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** Hands out the bytes up to an offset. */
    void advanceTo(int offset) {
        position = offset;
    }

    void hold() {
        holds++;
    }

    void release() {
        holds--;
        if (holds == 0) {
            generation++;
            if (POISONS) {
                poison();
            }
            position = 0;
            pool.onFree(this);
        }
    }

    private void poison() {
        for (int at = 0; at < position; at += POISON.length) {
            memory.put(at, POISON, 0, Math.min(POISON.length, position - at));
        }
    }
}
