package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cellnest.gateway.intake.RequestConduit;
import org.cellnest.gateway.link.GatewayLoop;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Closes a connection whose request was answered before it was read completely. The sending side closes at once after
 * the answer. The receiving side closes after a short while, in which input is read and dropped. Otherwise the client
 * might lose the answer to a reset (RFC 9112, section 9.6). Owned by the I/O thread.
 */
final class LingeringClose implements IoCallback, ChannelListener<StreamSourceChannel> {
    private static final long LINGER_MS = 2_000;
    private static final int BUFFER_BYTES = 16 << 10;

    private final HttpServerExchange http;
    private final @Nullable StreamSourceChannel reading;
    private final Runnable onAnswered;

    /**
     * @param reading the request's channel, if it was taken already
     * @param onAnswered called when the answer is written
     */
    LingeringClose(
            HttpServerExchange http, @Nullable StreamSourceChannel reading, GatewayLoop loop, Runnable onAnswered) {
        this.onAnswered = onAnswered;
        this.http = http;
        this.reading = reading;
        loop.executeAfter(() -> IoUtils.safeClose(http.getConnection()), LINGER_MS);
    }

    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        onAnswered.run();
        RequestConduit.of(http).discardRest();
        try {
            ((HttpServerConnection) http.getConnection())
                    .getOriginalSinkConduit()
                    .terminateWrites();
        } catch (IOException e) {
            IoUtils.safeClose(http.getConnection());
            return;
        }
        StreamSourceChannel channel = reading;
        if (channel == null) {
            channel = http.getRequestChannel();
        }
        if (channel == null) {
            http.endExchange();
            return;
        }
        channel.getReadSetter().set(this);
        handleEvent(channel);
    }

    @Override
    public void handleEvent(StreamSourceChannel channel) {
        ByteBuffer dropped = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            int read;
            while ((read = channel.read(dropped)) > 0) {
                dropped.clear();
            }
            if (read == 0) {
                channel.resumeReads();
            } else {
                http.endExchange();
            }
        } catch (IOException e) {
            IoUtils.safeClose(http.getConnection());
        }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
        IoUtils.safeClose(http.getConnection());
    }
}
