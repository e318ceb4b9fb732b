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
 * Watches a client's connection while its request is in progress, so that a request can be cancelled when its client
 * has left. Undertow itself does not check a connection between a request's end and its answer's. Owned by the I/O
 * thread.
 *
 * <p>A connection that fails, as by a reset, has no client any more. A client that has closed only its sending side is
 * indistinguishable from one that has closed both, until data is written. The request is therefore answered (RFC 9112,
 * section 9.6), unless {@code gateway.abort-on-close} is set.
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
     * The peer of a connection.
     *
     * @param address the address of the connection
     * @param text the address in the form of record attributes
     * @param trusted whether it is a trusted proxy
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

    /** Returns the watcher of the exchange's connection. */
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

    /**
     * Returns the refusal of the body that is being read, for the caller to answer; null: the body is well-formed so
     * far.
     */
    @Nullable
    LocalReply takeRefusedBody() {
        return source().takeRefusedBody();
    }

    /** Begins a request whose answer is awaited. */
    void begin(AnswerWriting answer) {
        current = answer;
    }

    /** Ends the current request. */
    void end() {
        current = null;
    }

    /** Watches the connection after a complete request: the next input is another request, or the end. */
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

    /** Returns the conduit below the one that ends with the request's body. */
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
