package org.cellnest.gateway.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.cellnest.gateway.intake.RequestConduit;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.rules.ClientAddress;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Watches a client's connection while its request is on its way, so that a request whose client has left can be cancelled.
 * Undertow itself does not look at a connection between a request's end and its answer's. Owned by the I/O thread.
 *
 * <p>A connection that fails, as by a reset, has nobody at its other end. One whose client has closed only its sending side
 * looks like one whose client has closed both until something is written: the request is answered all the same (RFC 9112,
 * section 9.6), unless {@code gateway.abort-on-close} says otherwise.
 */
final class ClientConnection implements ChannelListener<ConduitStreamSourceChannel>, ServerConnection.CloseListener {
    private static final AttachmentKey<ClientConnection> KEY = AttachmentKey.create(ClientConnection.class);

    private final HttpServerConnection connection;
    private final GatewayLoop loop;
    private final DrainLatch open;
    private final Peer peer;
    private final boolean abortOnClose;
    private @Nullable AnswerWriting current;

    /**
     * The other end of a connection.
     *
     * @param address of the connection
     * @param text the same, as attributes carry it
     * @param trusted whether it is a proxy whose word counts
     */
    record Peer(InetAddress address, String text, boolean trusted) {
        private static Peer of(ServerConnection connection, ClientAddress addresses) {
            InetAddress address =
                    connection.getPeerAddress(InetSocketAddress.class).getAddress();
            return new Peer(address, ClientAddress.text(address), addresses.isTrusted(address));
        }
    }

    private ClientConnection(
            HttpServerConnection connection, GatewayLoop loop, DrainLatch open, Peer peer, boolean abortOnClose) {
        this.abortOnClose = abortOnClose;
        this.connection = connection;
        this.loop = loop;
        this.open = open;
        this.peer = peer;
    }

    /** The watcher of the exchange's connection. */
    static ClientConnection of(HttpServerExchange http, LoopContext context) {
        ServerConnection connection = http.getConnection();
        ClientConnection known = connection.getAttachment(KEY);
        if (known == null) {
            known = new ClientConnection(
                    (HttpServerConnection) connection,
                    context.loop(),
                    context.open(),
                    Peer.of(connection, context.settings().clientAddress()),
                    context.settings().abortOnClose());
            connection.putAttachment(KEY, known);
            connection.addCloseListener(known);
            context.loop().figures().connections.add(1);
            context.open().onConnection();
        }
        return known;
    }

    Peer peer() {
        return peer;
    }

    /** Returns the refusal of the body that is being read, for the caller to answer; null: the body is well-formed so far. */
    @Nullable
    LocalReply takeRefusedBody() {
        return source().takeRefusedBody();
    }

    /** A request has begun, whose answer is awaited. */
    void begin(AnswerWriting answer) {
        current = answer;
    }

    /** The request that had begun is complete. */
    void end() {
        current = null;
    }

    /** The request has come whole: whatever comes now is the next one, or the end. */
    void watch() {
        // Bytes of a next request that were read along would be returned by a read here; then nothing is watched.
        if (connection.getExtraBytes() == null) {
            connection.getChannel().getSourceChannel().setReadListener(this);
            source().watchReads();
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel channel) {
        RequestConduit source = source();
        source.suspendReads();
        AnswerWriting answer = current;
        if (answer == null) {
            return;
        }
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean kept = false;
        try {
            int read = source.read(pooled.getBuffer());
            if (read > 0) {
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                kept = true;
            } else if (read == 0) {
                source.watchReads();
            } else if (abortOnClose) {
                IoUtils.safeClose(connection);
            } else {
                answer.onLastOfConnection();
            }
        } catch (IOException e) {
            IoUtils.safeClose(connection);
        } finally {
            if (!kept) {
                pooled.close();
            }
        }
    }

    /** Below the one that ends with the request's body. */
    private RequestConduit source() {
        return RequestConduit.of(connection);
    }

    @Override
    public void closed(ServerConnection closed) {
        if (loop.isCurrentThread()) {
            gone();
        } else {
            loop.execute(this::gone);
        }
    }

    private void gone() {
        loop.figures().connections.add(-1);
        open.onConnectionEnd();
        AnswerWriting answer = current;
        if (answer != null) {
            current = null;
            answer.onClientGone();
        }
    }
}
