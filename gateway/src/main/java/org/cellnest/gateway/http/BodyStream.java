package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.dispatch.BodyFlow;
import org.cellnest.gateway.dispatch.Flows;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Sends the rest of a request's body as it comes, within the credit of the cell. Reads nothing without credit, so that
 * the client waits. Owned by the I/O thread.
 *
 * <pre>
 *   HELD     -> CONTINUE (the client awaits 100 Continue), READING, OVER
 *   CONTINUE -> READING, OVER
 *   READING  -> OVER
 *   OVER     -> nothing
 * </pre>
 */
final class BodyStream implements ChannelListener<StreamSourceChannel>, IoCallback {
    /** Receives the end of the body, on the I/O thread. */
    interface Listener {
        /** Returns the books of the exchange while more of the body is wanted; else null. */
        @Nullable
        BodyFlow flow();

        /** Reports that all of the body was sent, and how much of it. */
        void onSentWhole();

        void onRefused(LocalReply answer);

        /** Reports that the connection failed. */
        void onFailed();
    }

    private enum State {
        /** Nothing was permitted yet. */
        HELD,
        /** 100 Continue is being sent. */
        CONTINUE,
        READING,
        OVER
    }

    /** The maximum length of a body that does not flow, and of the first piece of one that does. */
    static final int INLINE_BYTES = 64 << 10;

    /** The number of pieces after which other connections have their turn. */
    private static final int PIECES_OF_A_TURN = 4;

    private final HttpServerExchange http;
    private final LoopContext context;
    private final GatewayLoop loop;
    private final ClientConnection connection;
    private final Listener listener;
    private final long announced;
    private final int firstBytes;
    private State state = State.HELD;
    private @Nullable StreamSourceChannel channel;
    private long received;

    /**
     * @param channel of the request, if it was taken already
     * @param firstBytes the length of the first piece
     */
    BodyStream(
            HttpServerExchange http,
            LoopContext context,
            ClientConnection connection,
            @Nullable StreamSourceChannel channel,
            int firstBytes,
            Listener listener) {
        this.http = http;
        this.context = context;
        this.loop = context.loop();
        this.connection = connection;
        this.channel = channel;
        this.listener = listener;
        announced = http.getRequestContentLength();
        this.firstBytes = firstBytes;
        received = firstBytes;
    }

    /** Whether a body of this announced length may flow; negative: none was announced. */
    static boolean mayFlow(long announced) {
        return announced < 0 || announced > INLINE_BYTES;
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case HELD -> next != State.HELD;
            case CONTINUE -> next == State.READING || next == State.OVER;
            case READING -> next == State.OVER;
            case OVER -> false;
        };
        if (!legal) {
            throw new IllegalStateException("body of a request: " + state + " to " + next);
        }
        state = next;
    }

    /** Goes on, since more may be sent. */
    void onCredit() {
        if (state == State.HELD && HttpContinue.requiresContinueResponse(http)) {
            become(State.CONTINUE);
            HttpContinue.sendContinueResponse(http, this);
        } else if (state == State.HELD) {
            begin();
        } else if (state == State.READING && channel != null) {
            handleEvent(channel);
        }
    }

    /** Begins to read, since 100 Continue was sent. */
    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (state == State.CONTINUE) {
            begin();
        }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
        fail();
    }

    private void begin() {
        become(State.READING);
        StreamSourceChannel source = channel == null ? http.getRequestChannel() : channel;
        channel = source;
        if (source == null) {
            fail();
            return;
        }
        source.getReadSetter().set(this);
        handleEvent(source);
    }

    /** Returns the request's channel, if it was taken. */
    @Nullable
    StreamSourceChannel channel() {
        return channel;
    }

    /** Reads no more of the body. */
    void stop() {
        if (state != State.OVER) {
            become(State.OVER);
            if (channel != null && !http.isRequestComplete()) {
                channel.suspendReads();
            }
        }
    }

    @Override
    public void handleEvent(StreamSourceChannel source) {
        try {
            Flows flows = loop.upstreamDispatcher().flows();
            for (int i = 0; state == State.READING; i++) {
                BodyFlow flow = listener.flow();
                if (flow == null || !flows.mayRead(flow)) {
                    source.suspendReads();
                    return;
                }
                if (i == PIECES_OF_A_TURN) {
                    onPause(source, flow, flows);
                    return;
                }
                if (!readPiece(source, flow, flows)) {
                    return;
                }
            }
        } catch (IOException e) {
            fail();
        }
    }

    /** Reads and sends a piece. False: nothing more has come, or will. */
    private boolean readPiece(StreamSourceChannel source, BodyFlow flow, Flows flows) throws IOException {
        int room = flow.room();
        ChunkSlice chunk =
                room < ChunkPool.MIN_PIECE_BYTES ? null : loop.chunks().take(Math.min(room, INLINE_BYTES));
        byte[] array = chunk == null ? new byte[Math.min(room, INLINE_BYTES)] : new byte[0];
        try {
            ByteBuffer into = chunk == null ? ByteBuffer.wrap(array) : chunk.buffer();
            int read = readFull(source, into);
            int length = into.position();
            if (length == 0 && read == 0) {
                onPause(source, flow, flows);
                return false;
            }
            if (!flow.uploads()) {
                return false;
            }
            received += length;
            if (received > context.settings().maxBodyBytes()) {
                context.counters().count(Event.BODY_TOO_LARGE);
                refuse(BodyReader.tooLarge(context.settings().maxBodyBytes()));
                return false;
            }
            boolean ends = read < 0 || (received == announced && source.read(ByteBuffer.allocate(1)) < 0);
            flows.send(flow, chunk == null ? new Slice(array, 0, length) : chunk.part(0, length), ends, loop.nowNs());
            loop.flushLater();
            if (ends && state == State.READING) { // or else the connection may have its next exchange
                become(State.OVER);
                source.suspendReads();
                listener.onSentWhole();
            }
            return !ends;
        } finally {
            if (chunk != null) {
                chunk.release();
            }
        }
    }

    /** Reads as much as has come, and returns what the last read returned. */
    private static int readFull(StreamSourceChannel source, ByteBuffer into) throws IOException {
        int read = 1;
        while (read > 0 && into.hasRemaining()) {
            read = source.read(into);
        }
        return read;
    }

    private void onPause(StreamSourceChannel source, BodyFlow flow, Flows flows) {
        LocalReply malformed = connection.takeRefusedBody();
        if (malformed != null) {
            context.counters().count(Event.REFUSED_REQUEST);
            refuse(malformed);
            return;
        }
        flows.onReadPaused(flow, loop.nowNs());
        source.resumeReads();
    }

    private void refuse(LocalReply answer) {
        stop();
        listener.onRefused(answer);
    }

    private void fail() {
        if (state != State.OVER) {
            stop();
            listener.onFailed();
        }
    }

    /** Returns how much of the body has come after its first piece. */
    long sentBytes() {
        return received - firstBytes;
    }
}
