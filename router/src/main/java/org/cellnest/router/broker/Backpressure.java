package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slows down cells whose answers arrive faster than a gateway reads them. A connection that brings an answer for a
 * gateway above the high-water mark is not read until the gateway's backlog shrinks. A gateway that takes too little
 * within a heartbeat delays no cell any longer. Answers beyond its high-water mark are then refused, one by one, until
 * it has caught up.
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

    /**
     * The bytes that a gateway must take within a heartbeat for cells to wait for it, at most half the high-water mark.
     * Also the distance between the low-water and the high-water mark.
     */
    private static final long LEAST_BYTES = 1 << 20;

    /** A gateway whose backlog has exceeded the high-water mark. */
    private static final class Full {
        final Set<Integer> held = new LinkedHashSet<>();
        State state = State.HOLDING;
        /** The time at which the gateway's progress was last measured. */
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
     * @param highBytes the high-water mark: the backlog of a gateway above which cells are held
     * @param patienceNs the time within which a gateway must take {@link #LEAST_BYTES}
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

    /** Whether an answer may be added to the backlog of its gateway. */
    boolean takes(Session gateway, int bytes) {
        return state(gateway) != State.REFUSING || gateway.waitingBytes() + bytes <= highBytes;
    }

    /** Notes that an answer, received on connection {@code from}, was added to the backlog of its gateway. */
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

    /** Checks a gateway that may have read some of its backlog, or may have had enough time to. */
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

    /** Excludes the time until now from every gateway's measurement. */
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

    /** Forgets a session that has ended, and releases the connections held for it. */
    void forget(Session gateway) {
        Full full = fullBySession.remove(gateway);
        if (full != null) {
            letGo(full);
        }
    }

    /** Forgets a connection that has ended. */
    void forget(int connection) {
        if (holdsByConnection.remove(connection) != null) {
            fullBySession.values().forEach(full -> full.held.remove(connection));
        }
    }

    /** Whether some connection of a session is not read for now, so that its peer cannot be detected as alive. */
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
