package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Holds the memory of the frame that comes by a connection, one after another. A frame of {@value
 * ChunkPool#MIN_PIECE_BYTES} bytes or more lies in a chunk if the pool has room, as a rule where it was read. Any other
 * lies in an array, which grows with the bytes received: an announced length alone costs nothing but 64 KiB. Belongs to
 * the owner of its connection.
 */
public final class FramePlace {

    /**
     * The size up to which a frame's array is allocated at once: as a rule a batch. The array of a larger frame grows
     * fourfold as the bytes arrive.
     */
    private static final int FIRST_BYTES = 64 << 10;

    private static final byte[] NOTHING = {};

    private final ChunkPool chunks;
    private int length;
    private boolean begun;
    private byte[] array = NOTHING;
    private int filled;
    private @Nullable ChunkSlice piece;
    /** The view of {@link #piece} that is filled. */
    private ByteBuffer view = ByteBuffer.wrap(NOTHING);

    /** @param chunks the pool that {@code fill} reads from where its buffer is the pool's */
    public FramePlace(ChunkPool chunks) {
        this.chunks = chunks;
    }

    /** Whether a frame has begun that was not taken. */
    public boolean isBegun() {
        return begun;
    }

    /** Whether all of the frame is there. */
    public boolean isWhole() {
        return begun && (piece == null ? filled : view.position()) == length;
    }

    /**
     * Begins a frame with its first bytes, as far as they are there.
     *
     * @param in positioned at the frame's first byte
     */
    public void begin(ByteBuffer in, int frameLength, boolean mayBeInChunk) {
        begun = true;
        length = frameLength;
        filled = 0;
        if (!mayBeInChunk || length < ChunkPool.MIN_PIECE_BYTES || !placeInChunk(in)) {
            array = new byte[Math.min(length, in.remaining() >= length ? length : FIRST_BYTES)];
            fill(in);
        }
    }

    private boolean placeInChunk(ByteBuffer in) {
        int there = Math.min(in.remaining(), length);
        ChunkSlice kept =
                there == length ? chunks.keep(in.position(), length) : chunks.keepBegun(in.position(), length);
        if (kept != null) {
            view = kept.buffer().position(there);
            in.position(in.position() + there);
        } else {
            kept = chunks.take(length);
            if (kept == null) {
                return false;
            }
            view = kept.buffer();
            move(in, view);
        }
        piece = kept;
        return true;
    }

    /** Takes bytes of the frame. */
    public void fill(ByteBuffer in) {
        if (piece != null) {
            move(in, view);
            return;
        }
        while (filled < length && in.hasRemaining()) {
            if (filled == array.length) {
                array = Arrays.copyOf(array, (int) Math.min(length, 4L * array.length));
            }
            int wanted = Math.min(in.remaining(), array.length - filled);
            in.get(array, filled, wanted);
            filled += wanted;
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int moved = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), moved);
        to.position(to.position() + moved);
        from.position(from.position() + moved);
    }

    /** Returns the place where the next bytes of the peer belong before all others; null if that is any buffer. */
    public @Nullable ByteBuffer rest() {
        return piece == null || !view.hasRemaining() ? null : view;
    }

    /** Reads to the place of a begun frame first, if there is one, and what follows it to a buffer; in one call if it can. */
    public static long read(ReadableByteChannel source, @Nullable ByteBuffer rest, ByteBuffer in) throws IOException {
        if (rest == null) {
            return source.read(in);
        }
        return source instanceof ScatteringByteChannel scattering
                ? scattering.read(new ByteBuffer[] {rest, in})
                : source.read(rest);
    }

    /** Returns the whole frame, which the caller releases. */
    public Bytes take() {
        ChunkSlice from = piece;
        Bytes frame = from == null ? Slice.of(array) : from;
        piece = null;
        array = NOTHING;
        begun = false;
        return frame;
    }

    /** Releases a frame that was not taken. */
    public void close() {
        if (begun) {
            take().release();
        }
    }
}
