package org.cellnest.bench.peer;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** Reads a body and answers its length. I/O thread of its connection only. */
final class Upload implements ChannelListener<StreamSourceChannel> {
    /** Then other connections of the I/O thread have their turn. */
    private static final int READS_IN_A_TURN = 32;

    private final HttpServerExchange http;
    private long bytes;

    private Upload(HttpServerExchange http) {
        this.http = http;
    }

    /** Begins to read the body of an exchange. */
    static void start(HttpServerExchange http) {
        StreamSourceChannel channel = http.getRequestChannel();
        channel.getReadSetter().set(new Upload(http));
        channel.resumeReads();
    }

    @Override
    public void handleEvent(StreamSourceChannel channel) {
        try (PooledByteBuffer pooled = http.getConnection().getByteBufferPool().allocate()) {
            int count = 1;
            for (int i = 0; i < READS_IN_A_TURN && count > 0; i++) {
                count = channel.read(pooled.getBuffer().clear());
                bytes += Math.max(0, count);
            }
            if (count == 0) {
                channel.resumeReads();
                return;
            }
            if (count > 0) {
                // What was read beforehand, and the end, make no socket readable.
                channel.suspendReads();
                channel.getIoThread().execute(() -> handleEvent(channel));
                return;
            }
        } catch (IOException e) {
            channel.suspendReads();
            http.endExchange(); // the client is gone
            return;
        }
        channel.suspendReads();
        http.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain;charset=utf-8");
        http.getResponseSender().send(Long.toString(bytes));
    }
}
