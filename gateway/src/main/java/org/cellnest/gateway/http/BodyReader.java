package org.cellnest.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
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
 * it grows, so that a length that is only announced costs nothing. Owned by the I/O thread.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel> {
    /** Receives the progress of the body and, once, its end, on the I/O thread. */
    interface Listener {
        /** Reports that some of the body was received. */
        void onProgress();

        /** Receives the complete body; its array's length is charged to the budget until the listener gives it back. */
        void onBody(Slice body);

        void onRefused(LocalReply answer);

        /** Reports that the connection failed. */
        void onFailed();
    }

    private static final int FIRST_BYTES = 4 << 10;

    private final int maxBytes;
    private final ByteBudget budget;
    private final GatewayCounters counters;
    private final Supplier<@Nullable LocalReply> framing;
    private final Listener listener;
    private byte[] bytes = {};
    private int length;
    private boolean ended;

    /** @param framing returns, when there is nothing to read, the reason why nothing will come, or null */
    BodyReader(
            int maxBytes,
            ByteBudget budget,
            GatewayCounters counters,
            Supplier<@Nullable LocalReply> framing,
            Listener listener) {
        this.framing = framing;
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.counters = counters;
        this.listener = listener;
    }

    /**
     * Begins to read.
     *
     * @param contentLength the announced length, within the limit; -1 if there is none
     */
    void start(@Nullable StreamSourceChannel channel, long contentLength) {
        int announced = (int) Math.max(0, contentLength);
        // One more than announced, so that the end is seen by the read that fills it.
        if (!grow(Math.min(announced + 1, announced == 0 ? FIRST_BYTES : FIRST_BYTES * 16))) {
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
        int before = length;
        try {
            while (!ended) {
                if (length == bytes.length && !grow(Math.min(bytes.length * 2, maxBytes + 1))) {
                    return;
                }
                int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
                if (read == 0) {
                    LocalReply malformed = framing.get();
                    if (malformed != null) {
                        counters.count(Event.REFUSED_REQUEST);
                        channel.suspendReads();
                        end();
                        listener.onRefused(malformed);
                        return;
                    }
                    if (length > before) {
                        listener.onProgress();
                    }
                    channel.resumeReads();
                    return;
                }
                if (read < 0) {
                    channel.suspendReads();
                    ended = true;
                    listener.onBody(new Slice(bytes, 0, length));
                    return;
                }
                length += read;
                if (length > maxBytes) {
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

    /** Ends the reading, since the body is not needed any more. */
    void end() {
        if (!ended) {
            ended = true;
            budget.giveBack(bytes.length);
            bytes = new byte[0];
        }
    }

    static LocalReply tooLarge(int maxBytes) {
        return LocalReply.of(413, RefusalDetails.bodyTooLong(maxBytes)).closing();
    }

    private boolean grow(int capacity) {
        int wanted = Math.max(1, capacity);
        if (!budget.tryTake(wanted - bytes.length)) {
            counters.count(Event.NO_ROOM);
            end();
            listener.onRefused(LocalReply.notStarted(503, "The gateway has no room for more bodies.")
                    .closing());
            return false;
        }
        bytes = Arrays.copyOf(bytes, wanted);
        return true;
    }
}
