package org.cellnest.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one router: a ZeroMQ DEALER that never reconnects, for an owner that waits for it. Opening it begins
 * to connect and returns at once; attempts are repeated until one succeeds. Frames may be sent after the router's first
 * frame, its greeting.
 *
 * <p>When the connection ends for any reason, also in its handshake, the link is {@link LinkEvent#LOST} for good, after
 * the last frame received. No frame for one connection can therefore be sent on another. The owner opens a new link,
 * after a wait that grows with each failure: see {@link Backoff}.
 *
 * <p>Belongs to one thread after it is opened, which moves the bytes itself within {@link #receive}, {@link #send} and
 * {@link #flush}; nothing happens between those calls. Any thread may use the {@link #waker()}.
 */
public final class Link implements AutoCloseable {

    /** The maximum interval between two calls that tend the engine. */
    private static final int TEND_MS = 1_000;

    private final String name;
    private final LinkSettings settings;
    private final Clock clock;
    private final ChannelSelector selector;
    private final Waker waker;
    private final Engines engines;
    private final Backoff backoff;
    /** The frames of one read that were not received yet, held. */
    private final Deque<Bytes> arrived = new ArrayDeque<>();

    private @Nullable InetSocketAddress address;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    /** The link's engine, once the connection is established. */
    private @Nullable EventLink events;

    private long attemptAtNs;
    private long handshakeUntilNs;
    private Bytes frame = Slice.EMPTY;
    private boolean received;
    private boolean lost;
    private boolean closed;

    private Link(String name, LinkSettings settings, Transport transport, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.backoff = new Backoff(settings.connectRetryMs(), settings.connectRetryMaxMs());
        this.selector = new ChannelSelector(name);
        this.waker = new Waker(selector::wakeup);
        this.engines = transport.engines();
    }

    /**
     * Begins to connect. A host that cannot be resolved makes a link that is lost from the beginning.
     *
     * @throws IllegalArgumentException where the endpoint is none, or without a port
     */
    public static Link open(String endpoint, LinkSettings settings, Transport transport) {
        Endpoint parsed = Endpoint.parse(endpoint);
        if (parsed.port() == 0 || parsed.host().equals("*")) {
            throw new IllegalArgumentException(endpoint + " (expected: a host and a port from 1 to 65535)");
        }
        Link link = new Link("link to " + parsed, settings, transport, SystemClock.INSTANCE);
        try {
            link.address = new InetSocketAddress(preferred(parsed.host()), parsed.port());
            link.connect();
        } catch (UnknownHostException e) {
            link.lost = true;
        }
        return link;
    }

    /** Returns an IPv4 address if the host has one, as routers bind by default. */
    private static InetAddress preferred(String host) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress address : all) {
            if (address instanceof Inet4Address) {
                return address;
            }
        }
        return all[0];
    }

    /**
     * Returns the address it connects to; null if the host is unknown. Other connections of one session should use the
     * same address.
     */
    public @Nullable InetSocketAddress address() {
        return address;
    }

    private void connect() {
        SocketChannel opened = null;
        try {
            opened = SocketChannel.open();
            channel = opened;
            Channels.configure(opened);
            if (opened.connect(address)) {
                key = selector.register(opened, SelectionKey.OP_READ, null);
                onConnected(opened);
            } else {
                key = selector.register(opened, SelectionKey.OP_CONNECT, null);
            }
        } catch (IOException e) {
            tryAgainLater();
        }
    }

    private void tryAgainLater() {
        if (channel != null) {
            Channels.close(channel);
        }
        channel = null;
        key = null;
        attemptAtNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.nextMs());
    }

    private void onConnected(SocketChannel connected) {
        events = new EventLink(connected, connected, settings, engines);
        handshakeUntilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.handshakeTimeoutMs());
        flush();
    }

    /**
     * Hands a frame, in one part or several, to the connection, or refuses it; never waits. After true arrays belong to
     * the transport and must not be written again; chunks are borrowed.
     *
     * @return false: not taken and never sent, because the router's greeting was not received yet, the connection
     *     has ended, or the maximum number of frames waits
     */
    public boolean send(Bytes... parts) {
        EventLink over = events;
        if (over == null || !isUp()) {
            return false;
        }
        boolean taken = over.send(parts);
        awaitRoomWhereNeeded(!over.hasUnsent());
        return taken;
    }

    /** Sends a frame in one array, as {@link #send(Bytes...)} does. */
    public boolean send(byte[] frame) {
        return send(Slice.of(frame));
    }

    /**
     * Writes frames that {@link #send} took and the network did not; returns true if nothing is left, or ever will be
     * sent.
     */
    public boolean flush() {
        EventLink over = events;
        if (over == null || closed || lost) {
            return true;
        }
        boolean all = over.flush();
        awaitRoomWhereNeeded(all);
        return all;
    }

    /** Whether frames that were taken wait for the network. */
    public boolean hasUnsent() {
        return events != null && !closed && !lost && events.hasUnsent();
    }

    private void awaitRoomWhereNeeded(boolean allSent) {
        int wanted = allSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key != null && key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /**
     * Receives the next event.
     *
     * @param timeoutMs the maximum time to wait for it; 0: do not wait
     */
    public LinkEvent receive(int timeoutMs) {
        if (closed) {
            return LinkEvent.LOST;
        }
        dropFrame();
        if (waker.take()) {
            return LinkEvent.WAKE_UP;
        }
        if (takeFrame()) {
            return LinkEvent.FRAME;
        }
        long nowNs = clock.nanoTime();
        long untilNs = nowNs + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!lost) {
            step(nowNs, timeoutMs == 0 ? 0 : Channels.ceilMs(untilNs - nowNs));
            if (waker.take()) {
                return LinkEvent.WAKE_UP;
            }
            if (takeFrame()) {
                return LinkEvent.FRAME;
            }
            nowNs = clock.nanoTime();
            if (!lost && untilNs - nowNs <= 0) {
                return LinkEvent.TIMEOUT;
            }
        }
        return LinkEvent.LOST;
    }

    private void dropFrame() {
        frame.release();
        frame = Slice.EMPTY;
    }

    private boolean takeFrame() {
        Bytes next = arrived.poll();
        if (next == null) {
            return false;
        }
        frame = next;
        received = true;
        return true;
    }

    /** Waits for the network and performs the work that is ready or due. */
    private void step(long nowNs, long timeoutMs) {
        EventLink over = events;
        long dueNs = Long.MAX_VALUE;
        if (channel == null) {
            dueNs = attemptAtNs - nowNs;
            if (dueNs <= 0) {
                connect();
                return;
            }
        } else if (over != null && !over.isGreeted()) {
            dueNs = handshakeUntilNs - nowNs;
        }
        if (engines.tend(nowNs) && over != null && over.isEnded()) {
            lost = true;
            return;
        }
        selector.select(Math.max(0, Math.min(Math.min(timeoutMs, TEND_MS), Channels.ceilMs(dueNs))));
        SelectionKey ready = key;
        if (ready == null || selector.ready().isEmpty()) {
            // Only once nothing waits to be read is it too late.
            lost = dueNs <= 0;
            return;
        }
        selector.ready().clear();
        if (over == null) {
            finishConnect();
            return;
        }
        if (ready.isReadable()) {
            lost = !over.receive(received -> arrived.add(received.share()));
        }
        flush();
        lost |= over.isEnded();
    }

    private void finishConnect() {
        SocketChannel connecting = channel;
        try {
            if (connecting != null && connecting.finishConnect()) {
                awaitRoomWhereNeeded(true);
                onConnected(connecting);
            }
        } catch (IOException e) {
            tryAgainLater();
        }
    }

    /**
     * Returns the frame of the last {@link LinkEvent#FRAME}, borrowed until the next {@link #receive} or the close. One
     * that is a whole array may be kept and changed.
     */
    public Bytes frame() {
        return frame;
    }

    /** Whether frames may be sent: the router's greeting was received and the connection has not ended. */
    public boolean isUp() {
        return received && !lost && !closed && events != null && events.isUp();
    }

    /** Returns the reason for the end of the connection, with its remedy if there is one; empty if it is not known. */
    public String failure() {
        return events == null ? "" : events.failure();
    }

    /** Returns the waker, which ends a wait of {@link #receive}; any thread may use it. */
    public Waker waker() {
        return waker;
    }

    /** Closes the connection; frames that were not sent yet are dropped. The owner's thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dropFrame();
        arrived.forEach(Bytes::release);
        arrived.clear();
        if (events != null) {
            events.close();
        }
        if (channel != null) {
            Channels.close(channel);
        }
        engines.close();
        selector.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
