package org.cellnest.transport.jeromq;

import java.util.List;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.transport.Engines;
import org.cellnest.transport.Role;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;
import zmq.Options;
import zmq.ZMQ;
import zmq.io.mechanism.Mechanisms;

/**
 * Implements {@link Transport} with JeroMQ's engine for each connection, on the thread that owns it. This is the
 * default. Mechanism NULL, or CURVE (RFC 26), by which connections are encrypted and both sides prove a key.
 */
public final class JeroMqTransport implements Transport {

    /** The name of the transport in settings and logs. */
    public static final String NAME = "jeromq";

    private final QuietContext context = new QuietContext();
    private final DirectMemory directMemory = new DirectMemory();
    private final @Nullable CurveServer server;
    private final @Nullable CurveClient client;
    private final List<AutoCloseable> owned;

    private JeroMqTransport(
            @Nullable CurveServer server, @Nullable CurveClient client, List<? extends AutoCloseable> owned) {
        this.server = server;
        this.client = client;
        this.owned = List.copyOf(owned);
    }

    /** Creates a transport with NULL: no keys, no encryption. */
    public static JeroMqTransport plain() {
        return new JeroMqTransport(null, null, List.of());
    }

    /**
     * Creates a router's transport with CURVE.
     *
     * @param owned closed with the transport, such as the watches of the lists
     */
    public static JeroMqTransport curve(CurveServer server, List<? extends AutoCloseable> owned) {
        return new JeroMqTransport(server, null, owned);
    }

    /** Creates a gateway's or cell's transport with CURVE. */
    public static JeroMqTransport curve(CurveClient client) {
        return new JeroMqTransport(null, client, List.of());
    }

    @Override
    public Engines engines(ChunkPool chunks) {
        return new JeroMqEngines(this, context.newLoop(), chunks);
    }

    DirectMemory directMemory() {
        return directMemory;
    }

    QuietContext context() {
        return context;
    }

    @Nullable
    CurveClient client() {
        return client;
    }

    @Nullable
    CurveServer server() {
        return server;
    }

    boolean isCurve() {
        return server != null || client != null;
    }

    /** Returns the name of the mechanism in the greeting. */
    String mechanism() {
        return (isCurve() ? Mechanisms.CURVE : Mechanisms.NULL).name();
    }

    /** Creates the options of one side's engines. */
    Options options(Role role) {
        boolean dealer = role instanceof Role.Dealer;
        Options options = new Options();
        options.type = dealer ? ZMQ.ZMQ_DEALER : ZMQ.ZMQ_ROUTER;
        // So that it says whether one came; it is not used.
        options.recvIdentity = true;
        // Who says nothing is noticed by the owner.
        options.handshakeIvl = 0;
        options.allocator = FrameMsg::new;
        if (isCurve()) {
            curve(options, dealer);
        }
        return options;
    }

    private void curve(Options options, boolean dealer) {
        options.mechanism = Mechanisms.CURVE;
        options.asServer = !dealer;
        if (dealer) {
            if (client == null) {
                throw new IllegalStateException("a router connects to nobody");
            }
            keys(options, client.keys());
            options.curveServerKey = client.routerKey().bytes();
        } else {
            if (server == null) {
                throw new IllegalStateException("nobody connects to a gateway or cell");
            }
            keys(options, server.keys());
        }
    }

    private static void keys(Options options, CurveKeyPair keys) {
        options.curvePublicKey = keys.publicKey().bytes();
        options.curveSecretKey = keys.secret();
    }

    @Override
    public void close() {
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        context.close();
    }

    @Override
    public String toString() {
        return isCurve() ? NAME + " with CURVE" : NAME;
    }
}
