package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.transport.Inbound.Kind;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/**
 * Takes the connections of peers and exchanges frames with each. A connection is known by an {@code int} that is made
 * here; every connection is greeted with the same first frame, and its end is told after its last frame.
 *
 * <p>Belongs to one thread after it is opened; the {@link #waker()} and the counters are for all.
 *
 * <p>A single connection cannot be closed from here: to be rid of a peer is to ignore it.
 */
public final class RouterSocket implements AutoCloseable {

    /** What JeroMQ puts behind a connection's last frame. Its class tells it from frames, which are {@link SafeMsg}. */
    private static final byte[] DISCONNECT_NOTE = {0};

    private static final int ADDRESS_BYTES = 5;

    private final Transport transport;
    private final String name;
    private final SocketBase socket;
    private final Waker waker;
    private final ConnectionGate gate;
    private final SafeMsgAllocator allocator;
    private final ByteBuffer address = ByteBuffer.allocate(ADDRESS_BYTES);
    private final Msg addressMsg = new Msg(address.array());
    private final List<String> boundEndpoints = new ArrayList<>();
    private boolean closed;

    private RouterSocket(Transport transport, String name, SocketBase socket, RouterSocketSettings settings) {
        this.transport = transport;
        this.name = name;
        this.socket = socket;
        this.waker = new Waker(socket);
        this.gate =
                new ConnectionGate(transport.ioThreads(), settings.maxConnections(), settings.firstFrameTimeoutMs());
        this.allocator = new SafeMsgAllocator(settings.maxMessageBytes(), gate::onFrame);
    }

    /**
     * Binds to all endpoints, or to none.
     *
     * @param hello the first frame every connection gets
     * @throws TransportException where an endpoint cannot be bound: names the endpoint and the reason
     * @throws IllegalArgumentException where an endpoint is none
     */
    public static RouterSocket open(Transport transport, RouterSocketSettings settings, byte[] hello) {
        List<Endpoint> endpoints =
                settings.endpoints().stream().map(Endpoint::parse).toList();
        String name = "router socket " + settings.endpoints();
        SocketBase base = transport.openSocket(ZMQ.ZMQ_ROUTER, name);
        RouterSocket socket = new RouterSocket(transport, name, base, settings);
        try {
            socket.setOptions(settings, hello);
            endpoints.forEach(socket::bind);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void setOptions(RouterSocketSettings settings, byte[] hello) {
        SocketOptions.setLimits(
                socket,
                allocator,
                settings.maxMessageBytes(),
                settings.sendHighWaterMark(),
                settings.receiveHighWaterMark());
        SocketOptions.set(socket, ZMQ.ZMQ_HANDSHAKE_IVL, settings.handshakeTimeoutMs());
        SocketOptions.set(socket, ZMQ.ZMQ_BACKLOG, settings.backlog());
        // without it frames to a full connection are dropped without a word
        SocketOptions.set(socket, ZMQ.ZMQ_ROUTER_MANDATORY, true);
        SocketOptions.set(socket, ZMQ.ZMQ_HELLO_MSG, hello);
        SocketOptions.set(socket, ZMQ.ZMQ_DISCONNECT_MSG, DISCONNECT_NOTE);
        socket.setEventHook(gate, ConnectionGate.EVENTS);
    }

    private void bind(Endpoint endpoint) {
        SocketOptions.set(socket, ZMQ.ZMQ_IPV6, endpoint.isIpv6Literal());
        try {
            if (!socket.bind(endpoint.toString())) {
                throw new TransportException(endpoint + ": " + reasonNotBound(endpoint));
            }
        } catch (org.zeromq.ZMQException e) {
            throw new TransportException(endpoint + ": " + e.getMessage());
        }
        boundEndpoints.add((String) socket.getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT));
    }

    /** JeroMQ says "in use" for whatever goes wrong; asked once more, the operating system says what it was. */
    private static String reasonNotBound(Endpoint endpoint) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(
                    endpoint.host().equals("*")
                            ? new InetSocketAddress(endpoint.port())
                            : new InetSocketAddress(endpoint.host(), endpoint.port()));
            return "Address already in use";
        } catch (IOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The endpoints in the order of the settings, with their real ports. */
    public List<String> boundEndpoints() {
        return List.copyOf(boundEndpoints);
    }

    /**
     * Takes in the next thing there is.
     *
     * @param timeoutMs how long to wait for it; 0: not at all
     * @return false: there was nothing; {@code into} is unchanged
     * @throws TransportException after this socket or the transport was closed
     */
    public boolean receive(Inbound into, int timeoutMs) {
        if (closed) {
            throw new TransportException(name + ": closed");
        }
        if (waker.take()) {
            return wokenUp(into);
        }
        Msg from = socket.recv(ZMQ.ZMQ_DONTWAIT);
        if (from == null && waker.take()) {
            // the wake-up may have been used up by the look for input, and would not end a wait any more
            return wokenUp(into);
        }
        if (from == null && timeoutMs > 0 && socket.poll(ZMQ.ZMQ_POLLIN, timeoutMs, waker.pending()) > 0) {
            from = socket.recv(ZMQ.ZMQ_DONTWAIT);
        }
        if (from != null) {
            return take(from, into);
        }
        if (socket.errno() == ZError.ETERM) {
            throw new TransportException(name + ": the transport is closed");
        }
        return waker.take() && wokenUp(into);
    }

    private static boolean wokenUp(Inbound into) {
        into.set(Kind.WAKE_UP, 0, Inbound.NO_FRAME);
        return true;
    }

    private boolean take(Msg from, Inbound into) {
        Msg message = socket.recv(ZMQ.ZMQ_DONTWAIT);
        if (message == null || from.size() != ADDRESS_BYTES || from.get(0) != 0) {
            // a connection that failed in its handshake leaves a note without an address of ours
            return false;
        }
        int connection = from.getInt(1);
        if (message instanceof SafeMsg) {
            into.set(Kind.FRAME, connection, message.data());
        } else {
            into.set(Kind.DISCONNECTED, connection, Inbound.NO_FRAME);
        }
        return true;
    }

    /**
     * Hands a frame to a connection, or does not; never waits. After {@link SendResult#SENT} the array belongs to the
     * transport and must not be written again; otherwise it is still the caller's.
     */
    public SendResult send(int connection, byte[] frame) {
        if (closed) {
            return SendResult.GONE;
        }
        address.putInt(1, connection);
        if (!socket.send(addressMsg, ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT)) {
            return socket.errno() == ZError.EAGAIN ? SendResult.FULL : SendResult.GONE;
        }
        return socket.send(new Msg(frame), ZMQ.ZMQ_DONTWAIT) ? SendResult.SENT : SendResult.GONE;
    }

    /** Ends a wait of {@link #receive}, by any thread. */
    public Waker waker() {
        return waker;
    }

    /** Connections open now, those in their handshake included. Any thread. */
    public long openConnections() {
        return gate.openConnections();
    }

    /** Connections closed at once because too many were open. Any thread. */
    public long refusedConnections() {
        return gate.refusedConnections();
    }

    /** Connections closed because they sent no frame in time. Any thread. */
    public long silentConnections() {
        return gate.silentConnections();
    }

    /** Connections whose peer announced a routing id of its own, which was not used. Any thread. */
    public long chosenRoutingIds() {
        return allocator.chosenIds();
    }

    /** Closes every connection and the endpoints; what was not sent yet is dropped. The owner's thread. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waker.close();
            transport.closeSocket(socket, name);
        }
    }
}
