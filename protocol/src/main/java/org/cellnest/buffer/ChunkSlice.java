package org.cellnest.buffer;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A range of bytes in a chunk off the heap. It is either held, and then released once, or borrowed from one that is
 * held. Belongs to the thread of its {@link ChunkPool}.
 */
public final class ChunkSlice implements Bytes {
    private final Chunk chunk;
    private final int offset;
    private final int length;
    private final int generation;
    private boolean held;

    private ChunkSlice(Chunk chunk, int offset, int length, boolean held) {
        this.chunk = chunk;
        this.offset = offset;
        this.length = length;
        this.generation = chunk.generation();
        this.held = held;
    }

    static ChunkSlice hold(Chunk chunk, int offset, int length) {
        chunk.hold();
        return new ChunkSlice(chunk, offset, length, true);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public ByteBuffer buffer() {
        requireValid();
        return chunk.memory().slice(offset, length);
    }

    @Override
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        copyTo(copy, 0);
        return copy;
    }

    @Override
    public void copyTo(byte[] target, int at) {
        requireValid();
        chunk.memory().get(offset, target, at, length);
    }

    @Override
    public ChunkSlice part(int from, int partLength) {
        Objects.checkFromIndexSize(from, partLength, length);
        requireValid();
        return new ChunkSlice(chunk, offset + from, partLength, false);
    }

    @Override
    public ChunkSlice share() {
        requireValid();
        return hold(chunk, offset, length);
    }

    /** @throws IllegalStateException if the bytes are borrowed, or released already */
    @Override
    public void release() {
        if (!held) {
            throw new IllegalStateException(this + " is not held (expected: one release for each hold)");
        }
        held = false;
        chunk.release();
    }

    private void requireValid() {
        if (generation != chunk.generation()) {
            throw new IllegalStateException(this + " is used after its memory was released");
        }
    }

    @Override
    public String toString() {
        return "ChunkSlice[" + length + " bytes]";
    }
}
