package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSinkChannel;

/**
 * Writes the body of an answer that has come whole, with its head before it. What the client does not take at once is copied, so that a slow
 * client holds neither a chunk nor an array that is much larger than its answer. Owned by the I/O thread.
 */
final class WholeBodyWriter implements ChannelListener<StreamSinkChannel> {
    private final HttpServerExchange http;
    private final IoCallback then;
    private final ByteBuffer rest;

    private WholeBodyWriter(HttpServerExchange http, ByteBuffer rest, IoCallback then) {
        this.http = http;
        this.rest = rest;
        this.then = then;
    }

    /**
     * Writes a body, and returns before all of it is written if the client is slow.
     *
     * @param body borrowed
     * @param then called when all is written, or with the failure
     */
    static void write(HttpServerExchange http, Bytes body, IoCallback then) {
        StreamSinkChannel sink = http.getResponseChannel();
        if (sink == null) {
            throw new IllegalStateException("the answer has begun already (expected: to begin it)");
        }
        ByteBuffer buffer = body.buffer();
        try {
            if (writeAll(sink, buffer)) {
                complete(http, then);
                return;
            }
        } catch (IOException e) {
            then.onException(http, null, e);
            return;
        }
        sink.getWriteSetter().set(new WholeBodyWriter(http, kept(body, buffer), then));
        sink.resumeWrites();
    }

    private static boolean writeAll(StreamSinkChannel sink, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (sink.write(buffer) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the rest of a body in memory that may be kept. */
    private static ByteBuffer kept(Bytes body, ByteBuffer rest) {
        if (body instanceof Slice slice && HttpReplyWriter.holdsOn(slice.array().length, slice.length())) {
            return rest;
        }
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }

    @Override
    public void handleEvent(StreamSinkChannel sink) {
        try {
            if (!writeAll(sink, rest)) {
                return;
            }
        } catch (IOException e) {
            sink.suspendWrites();
            then.onException(http, null, e);
            return;
        }
        sink.suspendWrites();
        complete(http, then);
    }

    private static void complete(HttpServerExchange http, IoCallback then) {
        if (then == IoCallback.END_EXCHANGE) {
            http.endExchange();
        } else {
            then.onComplete(http, null);
        }
    }
}
