package org.cellnest.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of direct memory for large bodies and for the reads of one thread's connections. Chunks are taken last
 * in, first out, so that few of them are touched and they stay in the processor's caches. An empty pool is no failure:
 * callers then use arrays.
 *
 * <p>A read takes place between {@link #beginRead} and {@link #endRead}; frames in the bytes read may be held where they
 * lie. The bytes that were not held are free again with the next read. Belongs to one thread; {@link #heldChunks} and
 * {@link #misses} are for any.
 */
public final class ChunkPool {
    /** The size below which bytes are better copied than held. */
    public static final int MIN_PIECE_BYTES = 4 << 10;
    /** The maximum size of a piece. A chunk holds at least two of them. */
    public static final int MAX_PIECE_BYTES = 128 << 10;

    private static final int CHUNK_BYTES = 2 * MAX_PIECE_BYTES;
    /** The minimum number of bytes that a read is offered. */
    private static final int MIN_READ_BYTES = 64 << 10;

    private final int maxChunks;
    private final Deque<Chunk> free = new ArrayDeque<>();
    private int chunks;
    private @Nullable Chunk current;

    /** The chunk that the last read went to; null if it went to {@link #spare}, or is over. */
    private @Nullable Chunk reading;

    private int readFrom;
    private int readUntil;
    private int keptUntil;
    /** The buffer that is read into while the pool is empty. */
    private @Nullable ByteBuffer spare;

    private final AtomicInteger heldChunks = new AtomicInteger();
    private final AtomicLong misses = new AtomicLong();

    /** @param maxBytes the maximum size of all chunks together; less than one chunk: the pool is always empty */
    public ChunkPool(long maxBytes) {
        this.maxChunks = (int) Math.min(Integer.MAX_VALUE, maxBytes / CHUNK_BYTES);
    }

    /** Returns the number of chunks of which something is held. Any thread. */
    public int heldChunks() {
        return heldChunks.get();
    }

    /** Returns the number of times that the pool was empty. Any thread. */
    public long misses() {
        return misses.get();
    }

    /**
     * Holds memory for bytes that the caller writes before anyone reads them.
     *
     * @return null if the pool is empty, or {@code bytes} is larger than {@link #MAX_PIECE_BYTES}
     */
    public @Nullable ChunkSlice take(int bytes) {
        if (bytes > MAX_PIECE_BYTES) {
            return null;
        }
        Chunk from = chunkWith(bytes);
        if (from == null) {
            return null;
        }
        int at = from.position();
        from.advanceTo(at + bytes);
        return held(from, at, bytes);
    }

    /** Ends the read before, and returns a buffer for the next one. */
    public ByteBuffer beginRead() {
        endRead();
        Chunk from = chunkWith(MIN_READ_BYTES);
        if (from == null) {
            if (spare == null) {
                spare = ByteBuffer.allocateDirect(CHUNK_BYTES);
            }
            return spare.clear();
        }
        reading = from;
        readFrom = from.position();
        readUntil = readFrom;
        keptUntil = readFrom;
        hold(from);
        return from.memory().duplicate().clear().position(readFrom);
    }

    /** Notes how far the buffer of {@link #beginRead} was filled. The bytes stay where they are until the read ends. */
    public void filled(int until) {
        Chunk from = reading;
        if (from != null) {
            readUntil = until;
            from.advanceTo(until);
        }
    }

    /**
     * Holds bytes of the current read where they lie.
     *
     * @param at their position in the buffer of the read
     * @return null if the buffer is not the pool's, or the piece would be too large
     */
    public @Nullable ChunkSlice keep(int at, int length) {
        Chunk from = reading;
        if (from == null || length > MAX_PIECE_BYTES) {
            return null;
        }
        keptUntil = Math.max(keptUntil, at + length);
        return held(from, at, length);
    }

    /**
     * Holds bytes of which the current read has brought only the first, up to its end, together with the room for the
     * others. Returns null if there is no room behind them.
     */
    public @Nullable ChunkSlice keepBegun(int at, int length) {
        Chunk from = reading;
        if (from == null
                || length > MAX_PIECE_BYTES
                || from.position() != readUntil
                || at + length > from.memory().capacity()) {
            return null;
        }
        readUntil = at + length;
        from.advanceTo(readUntil);
        return keep(at, length);
    }

    /** Ends the current read, if there is one. What was not kept of it is free. */
    public void endRead() {
        Chunk from = reading;
        if (from != null) {
            reading = null;
            if (from.position() == readUntil) {
                from.advanceTo(keptUntil);
            }
            from.release();
        }
    }

    private @Nullable Chunk chunkWith(int bytes) {
        Chunk present = current;
        if (present != null && present.room() >= bytes) {
            return present;
        }
        Chunk next = free.poll();
        if (next == null && chunks < maxChunks) {
            chunks++;
            next = new Chunk(this, CHUNK_BYTES);
        }
        if (next == null) {
            misses.lazySet(misses.getPlain() + 1);
            return null;
        }
        current = next;
        return next;
    }

    private ChunkSlice held(Chunk from, int at, int length) {
        countHold(from);
        return ChunkSlice.hold(from, at, length);
    }

    private void hold(Chunk from) {
        countHold(from);
        from.hold();
    }

    private void countHold(Chunk from) {
        if (!from.isHeld()) {
            heldChunks.lazySet(heldChunks.getPlain() + 1);
        }
    }

    /** Takes back a chunk of which nothing is held any more. */
    void onFree(Chunk chunk) {
        heldChunks.lazySet(heldChunks.getPlain() - 1);
        if (chunk != current) {
            free.push(chunk);
        }
    }
}
