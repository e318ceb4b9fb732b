package org.cellnest.process.ops;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Bounds the connections of an ops port so that there is always room for a new one, such as a health check. At {@value
 * #MAX_CONNECTIONS} connections, a new one replaces another. The first choice is a connection that never passed the
 * guard, the second an idle one, the third one that transfers a request or answer. Among these, the client address with
 * the most connections loses its oldest. Connections with a request in a handler or with a stream are never closed for
 * others. They have limits of their own, beyond which the next request is refused. Owned by the event loop.
 */
final class ConnectionLimiter {
    /** The maximum number of connections. */
    static final int MAX_CONNECTIONS = 256;
    /** The maximum number of requests in handlers at one time. */
    static final int MAX_WORKING = 96;
    /** The maximum number of open streams. */
    static final int MAX_STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);

    /** A use of a connection. The order is that in which connections are closed for a new one. */
    private enum Use {
        /** No request has passed the guard: the client sent none, requested health, or presented no valid token. */
        UNKNOWN,
        /** The connection is between two requests. */
        IDLE,
        /** A request's body is being read, or an answer written. */
        TRANSFER,
        /** A handler processes a request. */
        WORKING,
        /** A stream is open. */
        STREAM;

        boolean isReusable() {
            return this == UNKNOWN || this == IDLE || this == TRANSFER;
        }
    }

    private record Place(Use use, InetAddress client) {}

    private final Map<StreamConnection, Place> places = new HashMap<>();
    /** The connections by use, the longest in that use first. */
    private final Map<Use, Set<StreamConnection>> byUse = new EnumMap<>(Use.class);

    /** Whether a warning was logged that the limit is reached. */
    private boolean crowded;

    ConnectionLimiter() {
        for (Use use : Use.values()) {
            byUse.put(use, new LinkedHashSet<>());
        }
    }

    /** Registers a connection just accepted; another may be closed for it. */
    void onOpen(StreamConnection connection) {
        if (places.size() >= MAX_CONNECTIONS) {
            forgetClosed();
        }
        if (places.size() >= MAX_CONNECTIONS) {
            makeRoom();
        } else if (places.size() < MAX_CONNECTIONS / 2) {
            crowded = false;
        }
        places.put(connection, new Place(Use.UNKNOWN, clientOf(connection)));
        in(Use.UNKNOWN).add(connection);
    }

    private static InetAddress clientOf(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        InetAddress address = peer == null ? null : peer.getAddress();
        // Of one that is closed already nothing is known.
        return address == null ? InetAddress.getLoopbackAddress() : address;
    }

    /** Makes a connection the youngest of its use, after a request for an unguarded page. */
    void onUnguarded(StreamConnection connection) {
        Place place = places.get(connection);
        if (place != null) {
            move(connection, place.use());
        }
    }

    /** Records that the guard has admitted a request, with its body still to be read. */
    void onGuarded(StreamConnection connection) {
        move(connection, Use.TRANSFER);
    }

    /**
     * Records that a handler is about to get the request. Returns false if handlers have too many, and the request must
     * be refused.
     */
    boolean onWork(StreamConnection connection) {
        if (isFull(Use.WORKING, MAX_WORKING)) {
            return false;
        }
        move(connection, Use.WORKING);
        return true;
    }

    /** Records that an answer is about to be written. */
    void onAnswer(StreamConnection connection) {
        move(connection, Use.TRANSFER);
    }

    /** Records that a stream is about to begin. Returns false if too many are open, and the request must be refused. */
    boolean onStream(StreamConnection connection) {
        if (isFull(Use.STREAM, MAX_STREAMS)) {
            return false;
        }
        move(connection, Use.STREAM);
        return true;
    }

    /** Records that a request that passed the guard is answered, or has failed. */
    void onDone(StreamConnection connection) {
        if (connection.isOpen()) {
            move(connection, Use.IDLE);
        } else {
            forget(connection);
        }
    }

    private boolean isFull(Use use, int max) {
        if (in(use).size() >= max) {
            forgetClosed();
        }
        return in(use).size() >= max;
    }

    private Set<StreamConnection> in(Use use) {
        return byUse.computeIfAbsent(use, none -> new LinkedHashSet<>());
    }

    /** Moves a connection to a use, as the youngest there. */
    private void move(StreamConnection connection, Use use) {
        Place before = places.get(connection);
        if (before != null) {
            places.put(connection, new Place(use, before.client()));
            in(before.use()).remove(connection);
            in(use).add(connection);
        }
    }

    private void forget(StreamConnection connection) {
        Place place = places.remove(connection);
        if (place != null) {
            in(place.use()).remove(connection);
        }
    }

    private void forgetClosed() {
        for (StreamConnection connection : List.copyOf(places.keySet())) {
            if (!connection.isOpen()) {
                forget(connection);
            }
        }
    }

    private void makeRoom() {
        for (Use use : Use.values()) {
            StreamConnection closing = use.isReusable() ? oldestOfTheGreediest(in(use)) : null;
            if (closing != null) {
                warn();
                forget(closing);
                IoUtils.safeClose(closing);
                return;
            }
        }
    }

    private void warn() {
        if (!crowded) {
            crowded = true;
            LOG.warn(
                    "the ops port has {} connections; idle ones are closed for each new one (expected: fewer at a time)",
                    MAX_CONNECTIONS);
        }
    }

    private @Nullable StreamConnection oldestOfTheGreediest(Set<StreamConnection> connections) {
        Map<InetAddress, List<StreamConnection>> byClient = new HashMap<>();
        List<StreamConnection> most = List.of();
        for (StreamConnection connection : connections) {
            Place place = places.get(connection);
            if (place != null) {
                List<StreamConnection> own = byClient.computeIfAbsent(place.client(), none -> new ArrayList<>());
                own.add(connection);
                if (own.size() > most.size()) {
                    most = own;
                }
            }
        }
        return most.isEmpty() ? null : most.get(0);
    }
}
