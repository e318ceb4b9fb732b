package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import zmq.ZMQ;
import zmq.io.Metadata;

/**
 * Lets no more than a number of connections be open on a socket, counting those still in their handshake, and closes
 * those that send no frame in time: JeroMQ's own limit covers the greeting alone, so a peer could shake hands half way,
 * or whole, and keep its place for ever. JeroMQ reports each accepted and each ended connection here, on its I/O
 * threads, one at a time; the counters may be read by any thread.
 */
final class ConnectionGate implements ZMQ.EventConsummer {

    static final int EVENTS = ZMQ.ZMQ_EVENT_ACCEPTED | ZMQ.ZMQ_EVENT_DISCONNECTED;

    private static final String HEARD = "Cellnest-Heard";
    private static final int SWEEPS_TO_LIVE = 4;

    /** A connection without a frame yet, and how many sweeps have passed it. */
    private static final class Unheard {
        final SocketChannel channel;
        int sweeps;

        Unheard(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final IoThreads ioThreads;
    private final int maxConnections;
    private final int sweepIntervalMs;
    private final Map<SocketChannel, String> addressesByOpenChannel = new HashMap<>();
    private final Map<String, Unheard> unheardByAddress = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final AtomicLong openCount = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong silent = new AtomicLong();

    ConnectionGate(IoThreads ioThreads, int maxConnections, int firstFrameTimeoutMs) {
        this.ioThreads = ioThreads;
        this.maxConnections = maxConnections;
        this.sweepIntervalMs = Math.max(1, firstFrameTimeoutMs / SWEEPS_TO_LIVE);
    }

    @Override
    public void consume(ZMQ.Event event) {
        if (!(event.arg instanceof SocketChannel channel)) {
            return;
        }
        if (event.event == ZMQ.ZMQ_EVENT_ACCEPTED) {
            onAccepted(channel);
        } else {
            onDisconnected(channel);
        }
        openCount.set(addressesByOpenChannel.size());
    }

    private void onAccepted(SocketChannel channel) {
        if (addressesByOpenChannel.size() >= maxConnections) {
            refused.incrementAndGet();
            close(channel);
            return;
        }
        String address = address(channel);
        addressesByOpenChannel.put(channel, address);
        unheardByAddress.put(address, new Unheard(channel));
        sweepWhileThereAreUnheard();
    }

    private void onDisconnected(SocketChannel channel) {
        String address = addressesByOpenChannel.remove(channel);
        if (address != null) {
            // not the one that has the same address since
            unheardByAddress.computeIfPresent(address, (key, unheard) -> unheard.channel == channel ? null : unheard);
        }
    }

    /** An I/O thread has decoded a frame of a connection; {@code metadata} is the connection's. */
    void onFrame(Metadata metadata) {
        if (!metadata.containsKey(HEARD)) {
            metadata.put(HEARD, "");
            String address = metadata.get(Metadata.PEER_ADDRESS);
            if (address != null) {
                unheardByAddress.remove(address);
            }
        }
    }

    /**
     * One timer for all, and none where all are heard: JeroMQ sorts the timers of an I/O thread each time anything
     * happens on it, and a timer for each connection would let a flood of them slow down everybody.
     */
    private void sweepWhileThereAreUnheard() {
        if (!unheardByAddress.isEmpty() && sweeping.compareAndSet(false, true)) {
            ioThreads.later(sweepIntervalMs, this::sweep);
        }
    }

    private void sweep() {
        unheardByAddress.forEach((address, unheard) -> {
            if (++unheard.sweeps > SWEEPS_TO_LIVE && unheardByAddress.remove(address, unheard)) {
                silent.incrementAndGet();
                shutDown(unheard.channel);
            }
        });
        sweeping.set(false);
        sweepWhileThereAreUnheard();
    }

    /** As JeroMQ writes it into the metadata of the connection's frames. */
    private static String address(SocketChannel channel) {
        try {
            if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
                return remote.getAddress().getHostAddress() + ":" + remote.getPort();
            }
        } catch (IOException e) {
            // closed already: JeroMQ is about to report it
        }
        return "closed " + System.identityHashCode(channel);
    }

    /** JeroMQ then reads an end, and lets go as it does of any connection that has ended. */
    private static void shutDown(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // it has ended of itself
        }
    }

    /** Before JeroMQ has registered the channel; it meets the error on its first read, and lets go. */
    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no use to anybody any more
        }
    }

    long openConnections() {
        return openCount.get();
    }

    long refusedConnections() {
        return refused.get();
    }

    long silentConnections() {
        return silent.get();
    }
}
