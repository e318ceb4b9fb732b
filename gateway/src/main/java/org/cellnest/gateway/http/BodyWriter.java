package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.buffer.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/**
 * Writes the body of an answer as it comes. What the client does not take at once is copied and held; that is never more
 * than the credit which was given for it. Owned by the I/O thread.
 *
 * <p>A body that breaks off must not look whole: its connection closes without the last chunk or with bytes missing. Where
 * the end of the connection is the end of the body, every close is a reset until the body is whole.
 *
 * <pre>
 *   OPEN   -> ENDING (all has come), OVER (broken off)
 *   ENDING -> OVER
 *   OVER   -> nothing
 * </pre>
 */
final class BodyWriter implements ChannelListener<StreamSinkChannel> {
    /** Receives the progress of the body, on the I/O thread. */
    interface Listener {
        /** Reports that the client took bytes for which so much credit was used; 0: those that came with the head. */
        void onTaken(int recordBytes);

        /** Reports that the client does not take what is there. */
        void onSlow();

        /** Reports that the client has taken all that was there. */
        void onTakenAll();

        /** Reports that the whole body is written. */
        void onWritten();
    }

    private enum State {
        OPEN,
        /** All of the body has come. */
        ENDING,
        OVER
    }

    /** Bytes that wait for the client. */
    private record Held(ByteBuffer bytes, int recordBytes) {}

    private static final Logger LOG = LoggerFactory.getLogger(BodyWriter.class);

    private final HttpServerExchange http;
    private final long announced;
    private final Listener listener;
    private final boolean endsWithConnection;
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable StreamSinkChannel sink;
    private State state = State.OPEN;
    private boolean slow;

    /** @param announced the length of the whole body; -1: it is not known */
    BodyWriter(HttpServerExchange http, long announced, Listener listener) {
        this.http = http;
        this.announced = announced;
        this.listener = listener;
        endsWithConnection = announced < 0 && !http.isHttp11();
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case OPEN -> next != State.OPEN;
            case ENDING -> next == State.OVER;
            case OVER -> false;
        };
        if (!legal) {
            throw new IllegalStateException("body of an answer: " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Writes the head and the first piece.
     *
     * @param first borrowed
     */
    void begin(Bytes first) {
        if (announced >= 0) {
            http.setResponseContentLength(announced);
        } else if (endsWithConnection) {
            http.setPersistent(false);
            resetOnClose(true);
        } else {
            http.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        }
        StreamSinkChannel taken = http.getResponseChannel();
        if (taken == null) {
            throw new IllegalStateException("the answer has begun already (expected: to begin it)");
        }
        sink = taken;
        taken.getWriteSetter().set(this);
        write(first, 0, false);
    }

    /**
     * Writes more of the body.
     *
     * @param bytes borrowed
     * @param ends whether the body is whole with it
     */
    void write(Bytes bytes, int recordBytes, boolean ends) {
        if (state != State.OPEN) {
            return;
        }
        if (ends) {
            become(State.ENDING);
        }
        held.add(new Held(bytes.buffer(), recordBytes));
        drive();
        if (state != State.OVER && !held.isEmpty()) {
            Held last = held.removeLast();
            held.add(new Held(
                    ByteBuffer.allocate(last.bytes.remaining()).put(last.bytes).flip(), last.recordBytes));
        }
    }

    @Override
    public void handleEvent(StreamSinkChannel channel) {
        drive();
    }

    private void drive() {
        StreamSinkChannel to = sink;
        if (to == null || state == State.OVER) {
            return;
        }
        try {
            if (!writeHeld(to) || !to.flush()) {
                wait(to);
                return;
            }
            if (state == State.OVER) {
                return; // the announced length is written, and the connection may have its next exchange
            }
            if (slow) {
                slow = false;
                listener.onTakenAll();
            }
            to.suspendWrites();
            if (state == State.ENDING) {
                finish(to);
            }
        } catch (IOException e) {
            if (state != State.OVER) {
                breakOff(); // whoever watches the connection learns that the client is gone
            }
        }
    }

    private void wait(StreamSinkChannel to) {
        if (state == State.OVER) {
            return;
        }
        if (!slow) {
            slow = true;
            listener.onSlow();
        }
        to.resumeWrites();
    }

    /** Writes what is held, as far as the client takes it. True: nothing is left. */
    private boolean writeHeld(StreamSinkChannel to) throws IOException {
        Held next;
        while (state != State.OVER && (next = held.peek()) != null) {
            while (next.bytes.hasRemaining()) {
                if (to.write(next.bytes) == 0) {
                    return false;
                }
            }
            held.remove();
            listener.onTaken(next.recordBytes);
        }
        return state != State.OVER;
    }

    private void finish(StreamSinkChannel to) throws IOException {
        if (endsWithConnection) {
            resetOnClose(false);
        }
        to.shutdownWrites();
        if (to.flush()) {
            stop();
            listener.onWritten();
        } else {
            wait(to);
        }
    }

    /** Writes nothing more. */
    void stop() {
        if (state != State.OVER) {
            become(State.OVER);
            held.clear();
        }
    }

    /** Closes the connection so that the client cannot take what it has for the whole answer. */
    void breakOff() {
        stop();
        IoUtils.safeClose(http.getConnection());
    }

    /** Returns the bytes that are held for the client. */
    int heldBytes() {
        return held.stream().mapToInt(piece -> piece.bytes.remaining()).sum();
    }

    /** Has every close of the connection be a reset, so that not even the end of the process looks like the body's. */
    private void resetOnClose(boolean resets) {
        try {
            ((HttpServerConnection) http.getConnection()).getChannel().setOption(Options.CLOSE_ABORT, resets);
        } catch (IOException e) {
            LOG.debug("the connection is gone already", e);
        }
    }
}
