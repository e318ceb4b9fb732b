package org.cellnest.protocol;

import java.util.Map;

/**
 * A sign of life, and from a cell its load.
 *
 * @param sequence counts up with each heartbeat of a session
 * @param running how many requests a cell is running
 * @param waiting how many it has taken and not begun
 * @param oldestMs how long the oldest running one has been running, in milliseconds
 * @param counters whatever else the peer counts, by name; names of at most 255 bytes
 */
public record Heartbeat(long sequence, int running, int waiting, int oldestMs, Map<String, Long> counters)
        implements Message {
    public Heartbeat {
        counters = Map.copyOf(counters);
    }

    /** A heartbeat of a peer that runs nothing. */
    public static Heartbeat of(long sequence) {
        return new Heartbeat(sequence, 0, 0, 0, Map.of());
    }

    @Override
    public MessageType type() {
        return MessageType.HEARTBEAT;
    }
}
