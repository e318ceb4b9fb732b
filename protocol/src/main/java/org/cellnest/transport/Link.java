package org.cellnest.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/**
 * One connection to one router. Opening it begins to connect and returns at once; attempts are repeated until one
 * succeeds. From the first frame the router sends, its greeting, frames may be sent. When the connection ends for any
 * reason, also in its handshake, the link is {@link LinkEvent#LOST} for good, after the last frame that had arrived, so
 * nothing meant for one connection can ever go out on another. The owner opens a new link, waiting a little longer each
 * time it comes to nothing: see {@link Backoff}.
 *
 * <p>Belongs to one thread after it is opened; the {@link #waker()} is for all.
 */
public final class Link implements AutoCloseable {

    /** What JeroMQ puts behind a connection's last frame. Its class tells it from frames, which are {@link SafeMsg}. */
    private static final byte[] END_NOTE = {0};

    private final Transport transport;
    private final String name;
    private final SocketBase socket;
    private final Waker waker;
    private byte[] frame = Inbound.NO_FRAME;
    private boolean greeted;
    private boolean lost;
    private boolean closed;
    private volatile boolean ended;

    private Link(Transport transport, String name, SocketBase socket) {
        this.transport = transport;
        this.name = name;
        this.socket = socket;
        this.waker = new Waker(socket);
    }

    /**
     * Begins to connect. A host that cannot be resolved makes a link that is lost from the beginning.
     *
     * @throws IllegalArgumentException where the endpoint is none, or without a port
     */
    public static Link open(Transport transport, String endpoint, LinkSettings settings) {
        Endpoint parsed = Endpoint.parse(endpoint);
        if (parsed.port() == 0 || parsed.host().equals("*")) {
            throw new IllegalArgumentException(endpoint + " (expected: a host and a port from 1 to 65535)");
        }
        String name = "link to " + parsed;
        Link link = new Link(transport, name, transport.openSocket(ZMQ.ZMQ_DEALER, name));
        try {
            link.setOptions(settings);
            link.connect(parsed);
            return link;
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private void setOptions(LinkSettings settings) {
        SocketOptions.setLimits(
                socket,
                new SafeMsgAllocator(settings.maxMessageBytes(), metadata -> {}),
                settings.maxMessageBytes(),
                settings.sendHighWaterMark(),
                settings.receiveHighWaterMark());
        SocketOptions.set(socket, ZMQ.ZMQ_HANDSHAKE_IVL, settings.handshakeTimeoutMs());
        // JeroMQ's flag is the reverse of libzmq's: false queues only on a connection that stands
        SocketOptions.set(socket, ZMQ.ZMQ_IMMEDIATE, false);
        SocketOptions.set(socket, ZMQ.ZMQ_RECONNECT_IVL, settings.connectRetryMs());
        SocketOptions.set(socket, ZMQ.ZMQ_RECONNECT_IVL_MAX, settings.connectRetryMaxMs());
        SocketOptions.set(socket, ZMQ.ZMQ_HICCUP_MSG, END_NOTE);
        socket.setEventHook(this::onEvent, ZMQ.ZMQ_EVENT_CONNECTED | ZMQ.ZMQ_EVENT_DISCONNECTED);
    }

    private void connect(Endpoint endpoint) {
        try {
            SocketOptions.set(socket, ZMQ.ZMQ_IPV6, needsIpv6(endpoint));
            socket.connect(endpoint.toString());
        } catch (UnknownHostException | org.zeromq.ZMQException e) {
            lost = true;
        }
    }

    private static boolean needsIpv6(Endpoint endpoint) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(endpoint.host())).noneMatch(Inet4Address.class::isInstance);
    }

    private void onEvent(ZMQ.Event event) {
        if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
            onDisconnected();
        } else if (event.arg instanceof SelectableChannel channel) {
            transport.ioThreads().reviewRegistrations(channel);
        }
    }

    /**
     * Called by an I/O thread as a connection ends, just before JeroMQ decides what next. Left alone it would drop what
     * has arrived but was not received, the note included, and connect again. Without a reconnect interval it does not
     * connect; with "immediate" it keeps the frames.
     */
    private void onDisconnected() {
        socket.setSocketOpt(ZMQ.ZMQ_RECONNECT_IVL, -1);
        socket.setSocketOpt(ZMQ.ZMQ_IMMEDIATE, true);
        ended = true;
        waker.wake();
    }

    /**
     * Hands a frame to the connection, or does not; never waits. After true the array belongs to the transport and must
     * not be written again.
     *
     * @return false: not taken, because the router has not greeted yet, or the connection has ended, or as many frames
     *     wait as may
     */
    public boolean send(byte[] frame) {
        return greeted && !ended && !closed && socket.send(new Msg(frame), ZMQ.ZMQ_DONTWAIT);
    }

    /**
     * Takes in the next thing there is.
     *
     * @param timeoutMs how long to wait for it; 0: not at all
     */
    public LinkEvent receive(int timeoutMs) {
        if (lost || closed) {
            return LinkEvent.LOST;
        }
        if (waker.take()) {
            return LinkEvent.WAKE_UP;
        }
        Msg message = socket.recv(ZMQ.ZMQ_DONTWAIT);
        if (message == null && waker.take()) {
            // the wake-up may have been used up by the look for input, and would not end a wait any more
            return LinkEvent.WAKE_UP;
        }
        if (message == null
                && timeoutMs > 0
                && !isLost()
                && socket.poll(ZMQ.ZMQ_POLLIN, timeoutMs, waker.pending()) > 0) {
            message = socket.recv(ZMQ.ZMQ_DONTWAIT);
        }
        if (message != null) {
            return take(message);
        }
        if (isLost()) {
            lost = true;
            return LinkEvent.LOST;
        }
        return waker.take() ? LinkEvent.WAKE_UP : LinkEvent.TIMEOUT;
    }

    /** Where the router has greeted, its last frames and then the note are still to be received. */
    private boolean isLost() {
        return (ended && !greeted) || socket.errno() == ZError.ETERM;
    }

    private LinkEvent take(Msg message) {
        if (!(message instanceof SafeMsg)) {
            lost = true;
            return LinkEvent.LOST;
        }
        greeted = true;
        frame = message.data();
        return LinkEvent.FRAME;
    }

    /** The frame of the last {@link LinkEvent#FRAME}, which the receiver may keep and change. */
    public byte[] frame() {
        return frame;
    }

    /** Whether frames may be sent: the router has greeted and the connection has not ended. */
    public boolean isUp() {
        return greeted && !ended && !closed;
    }

    /** Ends a wait of {@link #receive}, by any thread. */
    public Waker waker() {
        return waker;
    }

    /** Closes the connection; what was not sent yet is dropped. The owner's thread. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waker.close();
            transport.closeSocket(socket, name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
