package org.cellnest.protocol;

import java.util.Map;

/**
 * A sign of life, and from a cell its load.
 *
 * @param sequence incremented with each heartbeat of a session
 * @param running the number of requests that a cell is running
 * @param waiting the number of requests that a cell has taken and not begun
 * @param oldestMs the time for which the oldest running request has been running, in milliseconds
 * @param counters further counters of the peer, by name; at most {@value #MAX_COUNTERS}, names of at most 255 bytes
 */
public record Heartbeat(long sequence, int running, int waiting, int oldestMs, Map<String, Long> counters)
        implements Message {
    /** The maximum number of counters in a heartbeat. */
    public static final int MAX_COUNTERS = 256;

    static final int MAX_COUNTER_NAME_BYTES = 255;

    public Heartbeat {
        counters = Map.copyOf(counters);
        if (counters.size() > MAX_COUNTERS) {
            throw new IllegalArgumentException(counters.size() + " counters (expected: at most " + MAX_COUNTERS + ")");
        }
    }

    /** Creates the heartbeat of a peer that runs nothing. */
    public static Heartbeat of(long sequence) {
        return new Heartbeat(sequence, 0, 0, 0, Map.of());
    }

    @Override
    public MessageType type() {
        return MessageType.HEARTBEAT;
    }
}
