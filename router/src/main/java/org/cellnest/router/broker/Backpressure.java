package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slows cells down whose answers come faster than a gateway takes them: a connection that brings an answer for a gateway
 * with too much waiting is read no further until less waits. A gateway that takes too little within a heartbeat holds nobody
 * up any longer: what is too much for it is refused, one answer at a time, until it has caught up.
 *
 * <pre>
 *   OPEN     -> HOLDING   more than the high-water mark waits
 *   HOLDING  -> OPEN      no more than the low-water mark waits
 *   HOLDING  -> REFUSING  the gateway has taken too little within a heartbeat
 *   REFUSING -> OPEN      no more than the low-water mark waits
 *   any      -> (none)    the session has ended
 * </pre>
 *
 * Used by the broker's thread alone.
 */
final class Backpressure {
    enum State {
        OPEN,
        HOLDING,
        REFUSING
    }

    /** The bytes that a gateway must take within a heartbeat to be waited for, and the distance of the low-water mark to the high one. */
    private static final long LEAST_BYTES = 1 << 20;

    /** A gateway with more waiting than should be. */
    private static final class Full {
        final Set<Integer> held = new LinkedHashSet<>();
        State state = State.HOLDING;
        /** When its pace was last looked at, and what it had taken by then. */
        long lookedNs;

        long takenBytes;

        Full(long lookedNs, long takenBytes) {
            this.lookedNs = lookedNs;
            this.takenBytes = takenBytes;
        }
    }

    private final FrameSink frameSink;
    private final BrokerCounters counters;
    private final long highBytes;
    private final long leastBytes;
    private final long patienceNs;
    private final Map<Session, Full> fullBySession = new HashMap<>();
    /** The number of gateways for which each connection is held. */
    private final Map<Integer, Integer> holdsByConnection = new HashMap<>();

    /**
     * @param highBytes what may wait for a gateway before cells are held
     * @param patienceNs within what time a gateway must take {@link #LEAST_BYTES}
     */
    Backpressure(FrameSink frameSink, BrokerCounters counters, long highBytes, long patienceNs) {
        this.frameSink = frameSink;
        this.counters = counters;
        this.highBytes = highBytes;
        this.leastBytes = Math.min(LEAST_BYTES, highBytes / 2);
        this.patienceNs = patienceNs;
    }

    State state(Session gateway) {
        Full full = fullBySession.get(gateway);
        return full == null ? State.OPEN : full.state;
    }

    /** Whether an answer may be added to what waits for its gateway. */
    boolean takes(Session gateway, int bytes) {
        return state(gateway) != State.REFUSING || gateway.waitingBytes() + bytes <= highBytes;
    }

    /** An answer that has come by a connection was added to what waits for its gateway. */
    void onAnswer(Session gateway, int from, long nowNs) {
        if (gateway.isEnded()) {
            return; // nothing was added
        }
        Full full = fullBySession.get(gateway);
        if (full == null && gateway.waitingBytes() > highBytes) {
            full = new Full(nowNs, takenBytes(gateway));
            fullBySession.put(gateway, full);
        }
        if (full != null && full.state == State.HOLDING && full.held.add(from)) {
            if (holdsByConnection.merge(from, 1, Integer::sum) == 1) {
                counters.onHeldBack();
                frameSink.holdReading(from);
            }
        }
    }

    /** A gateway may have taken something, or time has passed. */
    void review(Session gateway, long nowNs) {
        Full full = fullBySession.get(gateway);
        if (full == null) {
            return;
        }
        if (gateway.waitingBytes() <= highBytes - leastBytes) {
            forget(gateway);
        } else if (full.state == State.HOLDING && nowNs - full.lookedNs >= patienceNs) {
            long bytes = takenBytes(gateway);
            if (bytes - full.takenBytes < leastBytes) {
                full.state = State.REFUSING;
                letGo(full);
            }
            full.lookedNs = nowNs;
            full.takenBytes = bytes;
        }
    }

    /** The time until now counts as no gateway's. */
    void excuse(long nowNs) {
        fullBySession.values().forEach(full -> full.lookedNs = nowNs);
    }

    private long takenBytes(Session gateway) {
        long bytes = 0;
        for (int connection : gateway.connections()) {
            bytes += frameSink.takenBytes(connection);
        }
        return bytes;
    }

    /** A session has ended. */
    void forget(Session gateway) {
        Full full = fullBySession.remove(gateway);
        if (full != null) {
            letGo(full);
        }
    }

    /** A connection has ended. */
    void forget(int connection) {
        if (holdsByConnection.remove(connection) != null) {
            fullBySession.values().forEach(full -> full.held.remove(connection));
        }
    }

    /** Whether some connection of a session is not read for now, so that nothing is heard of its peer. */
    boolean isHeld(Session cell) {
        return !holdsByConnection.isEmpty() && cell.connections().stream().anyMatch(holdsByConnection::containsKey);
    }

    private void letGo(Full full) {
        List<Integer> held = new ArrayList<>(full.held);
        full.held.clear();
        for (int connection : held) {
            if (holdsByConnection.computeIfPresent(connection, (id, holds) -> holds == 1 ? null : holds - 1) == null) {
                frameSink.resumeReading(connection);
            }
        }
    }
}
