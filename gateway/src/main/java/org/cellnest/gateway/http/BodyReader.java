package org.cellnest.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.http.RefusalDetails;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a request's body into one array, as it comes, up to the limit. What the array takes is charged to the budget as
 * it grows, so that a length that is only announced costs nothing. A large body that comes at once is read into a chunk;
 * one whose client pauses moves to an array, so that slow clients hold no chunks. Owned by the I/O thread.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel> {
    /** Receives the progress of the body and, once, its end, on the I/O thread. */
    interface Listener {
        /** Reports that some of the body was received. */
        void onProgress();

        /**
         * Receives the complete body, which the listener releases.
         *
         * @param charged the bytes charged to the budget until the listener gives them back
         */
        void onBody(Bytes body, int charged);

        /**
         * Receives the first piece of a body that is longer, or may be. The listener releases it.
         *
         * @param charged the bytes charged to the budget until the listener gives them back
         */
        void onFirstPiece(Bytes piece, int charged);

        void onRefused(LocalReply answer);

        /** Reports that the connection failed. */
        void onFailed();
    }

    private static final int FIRST_BYTES = 4 << 10;
    /** The maximum size of the first array for a body whose length is announced. */
    private static final int FIRST_ARRAY_BYTES = 64 << 10;

    private final int maxBytes;
    private final boolean flows;
    private final ByteBudget budget;
    private final ChunkPool chunks;
    private final GatewayCounters counters;
    private final Supplier<@Nullable LocalReply> framing;
    private final Listener listener;
    /** The chunk that is read into; null: {@link #bytes} is. */
    private @Nullable ChunkSlice piece;

    private byte[] bytes = {};
    /** The memory that is read into, up to what has come. */
    private ByteBuffer into = ByteBuffer.wrap(bytes);

    private int charged;
    private boolean ended;

    /**
     * @param maxBytes how long the body may be, or its first piece
     * @param flows whether there may be more of the body than its first piece
     * @param framing returns, when there is nothing to read, the reason why nothing will come, or null
     */
    BodyReader(
            int maxBytes,
            boolean flows,
            ByteBudget budget,
            ChunkPool chunks,
            GatewayCounters counters,
            Supplier<@Nullable LocalReply> framing,
            Listener listener) {
        this.framing = framing;
        // Of a body that flows no byte is read beyond the first piece, since no piece has room for it.
        this.maxBytes = flows ? maxBytes - 1 : maxBytes;
        this.flows = flows;
        this.budget = budget;
        this.chunks = chunks;
        this.counters = counters;
        this.listener = listener;
    }

    /**
     * Begins to read.
     *
     * @param contentLength the announced length, within the limit unless the body flows; -1 if there is none
     */
    void start(@Nullable StreamSourceChannel channel, long contentLength) {
        int announced = (int) Math.min(maxBytes, Math.max(0, contentLength));
        // One more than announced, so that the end is seen by the read that fills it.
        if (!takeChunk(announced + 1)
                && !grow(Math.min(announced + 1, announced == 0 ? FIRST_BYTES : FIRST_ARRAY_BYTES))) {
            return;
        }
        if (channel == null) {
            end();
            listener.onFailed();
            return;
        }
        channel.getReadSetter().set(this);
        handleEvent(channel);
    }

    @Override
    public void handleEvent(StreamSourceChannel channel) {
        int before = into.position();
        try {
            while (!ended) {
                if (!into.hasRemaining() && !grow(Math.min(into.capacity() * 2, maxBytes + 1))) {
                    return;
                }
                int read = channel.read(into);
                if (read == 0) {
                    onPause(channel, before);
                    return;
                }
                if (read < 0) {
                    channel.suspendReads();
                    ended = true;
                    listener.onBody(body(), charged);
                    return;
                }
                if (into.position() > maxBytes && flows) {
                    channel.suspendReads();
                    ended = true;
                    listener.onFirstPiece(body(), charged);
                } else if (into.position() > maxBytes) {
                    counters.count(Event.BODY_TOO_LARGE);
                    channel.suspendReads();
                    end();
                    listener.onRefused(tooLarge(maxBytes));
                }
            }
        } catch (IOException e) {
            if (!ended) {
                end();
                listener.onFailed();
            }
        }
    }

    private void onPause(StreamSourceChannel channel, int before) {
        LocalReply malformed = framing.get();
        if (malformed != null) {
            counters.count(Event.REFUSED_REQUEST);
            channel.suspendReads();
            end();
            listener.onRefused(malformed);
            return;
        }
        if (into.position() > before) {
            listener.onProgress();
        }
        if (!ended) {
            leaveChunk();
        }
        channel.resumeReads();
    }

    private Bytes body() {
        ChunkSlice from = piece;
        int length = into.position();
        if (from == null) {
            return new Slice(bytes, 0, length);
        }
        Bytes body = from.part(0, length).share();
        from.release();
        piece = null;
        return body;
    }

    /** Ends the reading, since the body is not needed any more. */
    void end() {
        if (!ended) {
            ended = true;
            budget.giveBack(charged);
            charged = 0;
            bytes = new byte[0];
            if (piece != null) {
                piece.release();
                piece = null;
            }
        }
    }

    static LocalReply tooLarge(long maxBytes) {
        return LocalReply.of(413, RefusalDetails.bodyTooLong(maxBytes)).closing();
    }

    /** Takes a chunk for a body of an announced length, if it is large enough for one, and not too large. */
    private boolean takeChunk(int capacity) {
        if (capacity < ChunkPool.MIN_PIECE_BYTES || capacity > ChunkPool.MAX_PIECE_BYTES || !budget.tryTake(capacity)) {
            return false;
        }
        piece = chunks.take(capacity);
        if (piece == null) {
            budget.giveBack(capacity);
            return false;
        }
        charged = capacity;
        into = piece.buffer();
        return true;
    }

    private void leaveChunk() {
        ChunkSlice from = piece;
        if (from != null) {
            int length = into.position();
            int capacity = Math.min(charged, Math.max(2 * length, FIRST_ARRAY_BYTES));
            budget.giveBack(charged - capacity);
            charged = capacity;
            bytes = new byte[capacity];
            from.part(0, length).copyTo(bytes, 0);
            into = ByteBuffer.wrap(bytes).position(length);
            from.release();
            piece = null;
        }
    }

    private boolean grow(int capacity) {
        leaveChunk();
        int wanted = Math.max(1, capacity);
        if (!budget.tryTake(wanted - charged)) {
            counters.count(Event.NO_ROOM);
            end();
            listener.onRefused(LocalReply.notStarted(503, "The gateway has no room for more bodies.")
                    .closing());
            return false;
        }
        charged = wanted;
        bytes = Arrays.copyOf(bytes, wanted);
        into = ByteBuffer.wrap(bytes).position(into.position());
        return true;
    }
}
