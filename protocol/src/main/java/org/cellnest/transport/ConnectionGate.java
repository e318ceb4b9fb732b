package org.cellnest.transport;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import zmq.ZMQ;

/**
 * Lets no more than a number of connections be open on a socket, counting those still in their handshake. JeroMQ reports
 * each accepted and each ended connection here, on its I/O threads, one at a time; the counters may be read by any thread.
 */
final class ConnectionGate implements ZMQ.EventConsummer {

    static final int EVENTS = ZMQ.ZMQ_EVENT_ACCEPTED | ZMQ.ZMQ_EVENT_DISCONNECTED;

    private final int maxConnections;
    private final Set<SelectableChannel> open = new HashSet<>();
    private final AtomicLong openCount = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    ConnectionGate(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    @Override
    public void consume(ZMQ.Event event) {
        if (!(event.arg instanceof SelectableChannel channel)) {
            return;
        }
        if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
            open.remove(channel);
        } else if (open.size() < maxConnections) {
            open.add(channel);
        } else {
            refused.incrementAndGet();
            close(channel);
        }
        openCount.set(open.size());
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no use to anybody any more; JeroMQ meets the same error on its next read and lets go
        }
    }

    long openConnections() {
        return openCount.get();
    }

    long refusedConnections() {
        return refused.get();
    }
}
