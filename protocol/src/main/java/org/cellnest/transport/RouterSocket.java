package org.cellnest.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.Slice;
import org.cellnest.transport.Inbound.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections as a ZeroMQ ROUTER (ZMTP 3, RFC 23, 28 and 37) and exchanges frames with their peers. A
 * connection is identified by an {@code int} that is assigned here. Every connection is greeted with the same first
 * frame, and its end is reported after its last frame.
 *
 * <p>Belongs to one thread after it is opened, which moves the bytes itself within {@link #receive} and {@link #send};
 * no other thread is woken for a frame. Connections are read only as fast as their frames are received. A flooding peer
 * thus fills the buffers of the network and not those of this socket. Any thread may use the {@link #waker()} and the
 * counters.
 */
public final class RouterSocket implements AutoCloseable {
    /** The maximum number of polls in one receive while the input completes no frame. */
    private static final int MAX_LOOKS = 64;
    /** The maximum number of handshake steps before the owner has its turn, though more are ready. */
    private static final int MAX_STRANGERS = 8;
    /** The maximum interval between two calls that tend the engines. */
    private static final int TEND_MS = 250;

    private final String name;
    private final RouterSocketSettings settings;
    private final byte[] hello;
    private final Clock clock;
    private final ChannelSelector selector;
    private final Waker waker;
    private final Listeners listeners;
    private final ConnectionTable connections;
    private final FirstFrameDeadlines unheard;
    private final StrangerQueue strangers = new StrangerQueue();
    /** The connections that ended other than by a read. */
    private final Deque<RouterConnection> endedAside = new ArrayDeque<>();

    private final Engines engines;
    private final ConnectionCounters counters = new ConnectionCounters();

    private Iterator<SelectionKey> ready = Collections.emptyIterator();
    /** The connection whose bytes are in the buffer that all engines read into. */
    private @Nullable RouterConnection reading;

    private boolean closed;

    private RouterSocket(String name, RouterSocketSettings settings, byte[] hello, Engines engines, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.hello = hello;
        this.clock = clock;
        // ids of an earlier process should mean nothing to this one
        this.connections = new ConnectionTable((int) clock.nanoTime());
        this.selector = new ChannelSelector(name);
        this.waker = new Waker(selector::wakeup);
        this.listeners = new Listeners(selector, settings.backlog(), counters);
        this.unheard = new FirstFrameDeadlines(TimeUnit.MILLISECONDS.toNanos(settings.firstFrameTimeoutMs()));
        this.engines = engines;
    }

    /**
     * Binds to all endpoints, or to none.
     *
     * @param hello the first frame that every connection receives
     * @param chunkBytes the maximum size of the pool that large frames lie in
     * @throws TransportException if an endpoint cannot be bound: names the endpoint and the reason
     * @throws IllegalArgumentException if a text is no endpoint
     */
    public static RouterSocket open(RouterSocketSettings settings, byte[] hello, Transport transport, long chunkBytes) {
        return open(settings, hello, transport.engines(new ChunkPool(chunkBytes)), SystemClock.INSTANCE);
    }

    static RouterSocket open(RouterSocketSettings settings, byte[] hello, Engines engines, Clock clock) {
        List<Endpoint> endpoints =
                settings.endpoints().stream().map(Endpoint::parse).toList();
        RouterSocket socket =
                new RouterSocket("router socket " + settings.endpoints(), settings, hello, engines, clock);
        try {
            endpoints.forEach(socket.listeners::bind);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the endpoints in the order of the settings, with their real ports. */
    public List<String> boundEndpoints() {
        return listeners.endpoints();
    }

    /**
     * Receives the next event.
     *
     * @param timeoutMs the maximum time to wait for it; 0: do not wait
     * @return false: there was no event, and {@code into} is unchanged. May also be returned before the timeout, as
     *     when connections come, shake hands, or send part of a frame
     * @throws TransportException after this socket was closed
     */
    public boolean receive(Inbound into, int timeoutMs) {
        if (closed) {
            throw new TransportException(name + ": closed");
        }
        if (waker.take()) {
            return into.setWakeUp();
        }
        if (takeNext(into)) {
            return true;
        }
        // What was ready may have brought no whole frame; what waits behind it is looked at too.
        int wait = timeoutMs;
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            int found = select(wait);
            if (waker.take()) {
                return into.setWakeUp();
            }
            if (takeNext(into)) {
                return true;
            }
            boolean over = looks + 1 >= MAX_STRANGERS && !strangers.isEmpty();
            if (over || (found == 0 && strangers.isEmpty())) {
                return false;
            }
            wait = 0;
        }
        return false;
    }

    /** Returns the rest of the last read, then frames of connections that are ready. */
    private boolean takeNext(Inbound into) {
        while (true) {
            RouterConnection aside = endedAside.poll();
            if (aside != null) {
                if (forget(aside)) {
                    into.set(Kind.DISCONNECTED, aside.id(), Slice.EMPTY, aside.failure());
                    return true;
                }
                continue;
            }
            RouterConnection from = reading;
            if (from != null) {
                Bytes frame = from.next(hello);
                if (frame != null) {
                    into.set(Kind.FRAME, from.id(), frame, "");
                    return true;
                }
                reading = null;
                if (!from.isEnded()) {
                    // what the protocol itself has to say
                    flush(from);
                } else if (forget(from)) {
                    into.set(Kind.DISCONNECTED, from.id(), Slice.EMPTY, from.failure());
                    return true;
                }
            }
            if (ready.hasNext()) {
                SelectionKey key = ready.next();
                ready.remove();
                handle(key);
            } else {
                RouterConnection stranger = strangers.next();
                if (stranger == null) {
                    return false;
                }
                read(stranger);
            }
        }
    }

    private void handle(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.channel() instanceof ServerSocketChannel listener) {
            listeners.accept(listener, (int) key.attachment(), clock.nanoTime(), this::admit);
            return;
        }
        RouterConnection connection = (RouterConnection) key.attachment();
        if (key.isWritable()) {
            flush(connection);
        }
        if (!key.isValid() || !key.isReadable() || connection.isHeld()) {
            return;
        }
        if (connection.isGreeted()) {
            read(connection);
        } else {
            strangers.add(connection);
        }
    }

    private void read(RouterConnection connection) {
        connection.read();
        reading = connection;
    }

    /** Flushes a connection. Its engine may end as it writes, which the channel does not report. */
    private void flush(RouterConnection connection) {
        connection.flush();
        if (connection.isEnded()) {
            endedAside.add(connection);
        }
    }

    private void admit(SocketChannel channel, int listener) {
        if (connections.size() >= settings.maxConnections()) {
            counters.onRefused();
            Channels.close(channel);
            return;
        }
        try {
            Channels.configure(channel);
            SelectionKey key = selector.register(channel, SelectionKey.OP_READ, null);
            RouterConnection connection = new RouterConnection(
                    connections.freeId(), listener, key, engines, settings, counters, clock.nanoTime());
            key.attach(connection);
            connections.add(connection);
            unheard.add(connection);
            counters.onOpen(connections.size());
            flush(connection);
        } catch (IOException e) {
            // closed again already
            Channels.close(channel);
        }
    }

    /** Releases a connection; returns true if its owner knows of it. */
    private boolean forget(RouterConnection connection) {
        connection.close();
        // what came of it goes too: many may end while one that is older says nothing
        unheard.remove(connection);
        if (reading == connection) {
            reading = null;
        }
        boolean known = connections.remove(connection) && connection.isHeard();
        counters.onOpen(connections.size());
        return known;
    }

    /** Returns the number of ready channels. No timeout is applied while input waits to be read. */
    private int select(int timeoutMs) {
        strangers.onLook();
        int leftMs = strangers.isEmpty() ? timeoutMs : 0;
        while (!tend()) {
            int waitMs = Math.min(leftMs, TEND_MS);
            boolean isTimeJudged = !unheard.isEmpty() || listeners.isPaused();
            int found = selectOnce(waitMs);
            leftMs -= waitMs;
            if (found > 0 || leftMs <= 0 || isTimeJudged || waker.isPending()) {
                return found;
            }
        }
        return endedAside.size();
    }

    /** Tends the engines; returns whether connections have ended. */
    private boolean tend() {
        if (engines.tend(clock.nanoTime())) {
            connections.addEnded(endedAside);
        }
        return !endedAside.isEmpty();
    }

    private int selectOnce(int timeoutMs) {
        int found;
        if (timeoutMs > 0 && unheard.isEmpty() && !listeners.isPaused()) {
            found = selector.select(timeoutMs);
        } else {
            found = selector.select(0);
            long waitMs = found > 0 ? 0 : Math.min(timeoutMs, dueMs(clock.nanoTime()));
            if (waitMs > 0) {
                found = selector.select(waitMs);
            }
        }
        ready = selector.ready().iterator();
        return found;
    }

    /** Performs the work that is due; returns the milliseconds until more work is due. */
    private long dueMs(long nowNs) {
        long dueMs = Channels.ceilMs(listeners.resumeWhereDue(nowNs));
        RouterConnection silent;
        while ((silent = unheard.overdue(nowNs)) != null) {
            counters.onSilent();
            forget(silent);
        }
        return Math.min(dueMs, Channels.ceilMs(unheard.leftNs(nowNs)));
    }

    /**
     * Hands a frame, in one part or several, to a connection, or refuses it; never waits. After {@link SendResult#SENT}
     * arrays belong to the transport and must not be written again; otherwise they are still the caller's. Chunks are
     * borrowed.
     */
    public SendResult send(int connection, Bytes... parts) {
        RouterConnection to = connections.find(connection);
        if (to == null) {
            return SendResult.GONE;
        }
        SendResult result = to.send(parts);
        if (to.isEnded()) {
            endedAside.add(to);
        }
        return result;
    }

    /** Sends a frame in one array, as {@link #send(int, Bytes...)} does. */
    public SendResult send(int connection, byte[] frame) {
        return send(connection, Slice.of(frame));
    }

    /**
     * Stops reading a connection, so that its peer is slowed down; frames read already are still received. Its end is
     * reported only once it is read again, or something is sent to it. Has no effect on a connection that is gone.
     */
    public void holdReading(int connection) {
        hold(connection, true);
    }

    /** Resumes reading a connection. */
    public void resumeReading(int connection) {
        hold(connection, false);
    }

    private void hold(int connection, boolean hold) {
        RouterConnection of = connections.find(connection);
        if (of != null && !of.isEnded()) {
            of.hold(hold);
        }
    }

    /**
     * Returns the number of bytes that the network has taken for a connection, protocol overhead included; 0 if it is
     * gone.
     */
    public long sentBytes(int connection) {
        RouterConnection to = connections.find(connection);
        return to == null ? 0 : to.sentBytes();
    }

    /** Returns the remote address of a connection, {@code HOST:PORT}, or empty if it is gone. */
    public String remoteAddress(int connection) {
        RouterConnection from = connections.find(connection);
        return from == null ? "" : from.remoteAddress();
    }

    /** Returns the endpoint that a connection came to, from 0 in the order of the settings; -1 if it is gone. */
    public int listener(int connection) {
        RouterConnection from = connections.find(connection);
        return from == null ? -1 : from.listener();
    }

    /** Returns the name of the key that a connection's peer has proved to hold; empty if it has none, or is gone. */
    public String peerKey(int connection) {
        RouterConnection from = connections.find(connection);
        return from == null ? "" : from.peerKey();
    }

    /** Returns the pool that large frames lie in. */
    public ChunkPool chunks() {
        return engines.chunks();
    }

    /** Ends a wait of {@link #receive}, by any thread. */
    public Waker waker() {
        return waker;
    }

    /** Returns the counters of connections and their refusals. Any thread. */
    public ConnectionCounters counters() {
        return counters;
    }

    /** Closes every connection and the endpoints; what was not sent yet is dropped. The owner's thread. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        listeners.close();
        connections.close();
        engines.close();
        counters.onOpen(0);
        selector.close();
    }
}
