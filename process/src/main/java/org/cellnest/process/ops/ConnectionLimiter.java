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
 * Bounds the connections of an ops port so that a new one always has room, and with it a health check. At {@value
 * #MAX_CONNECTIONS} connections a new one takes the place of another: of one that never passed the guard if there is any, else
 * of one that idles, else of one whose request or answer is still being transferred. Among those the client address that holds
 * the most loses its oldest. Requests that a handler works on and streams are never closed for others; they have bounds of their
 * own, past which the next one is refused. Owned by the event loop.
 */
final class ConnectionLimiter {
    /** Connections in all. */
    static final int MAX_CONNECTIONS = 256;
    /** Requests that handlers have at one time. */
    static final int MAX_WORKING = 96;
    /** Streams that are open at one time, whatever they carry. */
    static final int MAX_STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);

    /** The use of a connection; whichever stands first is closed first for a new one. */
    private enum Use {
        /** No request of it has passed the guard: it sent none, or asked for health, or had no token. */
        UNKNOWN,
        /** Between two requests. */
        IDLE,
        /** A request's body is read, or its answer written. */
        TRANSFER,
        /** A handler has its request. */
        WORKING,
        /** An answer that goes on. */
        STREAM;

        boolean isReusable() {
            return this == UNKNOWN || this == IDLE || this == TRANSFER;
        }
    }

    private record Place(Use use, InetAddress client) {}

    private final Map<StreamConnection, Place> places = new HashMap<>();
    /** The longest in its use first. */
    private final Map<Use, Set<StreamConnection>> byUse = new EnumMap<>(Use.class);

    /** Whether somebody was told that there is no room to spare. */
    private boolean crowded;

    ConnectionLimiter() {
        for (Use use : Use.values()) {
            byUse.put(use, new LinkedHashSet<>());
        }
    }

    /** Takes in a connection that was just accepted; another may be closed for it. */
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

    /** Notes that an unguarded page was asked for: of those that never passed the guard this one is the youngest now. */
    void onUnguarded(StreamConnection connection) {
        Place place = places.get(connection);
        if (place != null) {
            move(connection, place.use());
        }
    }

    /** Notes that the guard let a request pass, of which the body is still to come. */
    void onGuarded(StreamConnection connection) {
        move(connection, Use.TRANSFER);
    }

    /** Notes that a handler is to have the request; false: too many are with handlers, and this one is to be refused. */
    boolean onWork(StreamConnection connection) {
        if (isFull(Use.WORKING, MAX_WORKING)) {
            return false;
        }
        move(connection, Use.WORKING);
        return true;
    }

    /** Notes that an answer is to be written. */
    void onAnswer(StreamConnection connection) {
        move(connection, Use.TRANSFER);
    }

    /** Notes that an answer is to go on; false: too many do, and this one is to be refused. */
    boolean onStream(StreamConnection connection) {
        if (isFull(Use.STREAM, MAX_STREAMS)) {
            return false;
        }
        move(connection, Use.STREAM);
        return true;
    }

    /** Notes that a request that passed the guard is answered, or has failed. */
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

    /** Makes it the youngest in that use. */
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
