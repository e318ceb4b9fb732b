package org.cellnest.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Queues the connections that have more to read and have not shaken hands. Gives a turn to one of them between two
 * looks at all connections: a handshake's step under CURVE takes a millisecond or more, and strangers may come in any
 * number. Belongs to the owner of the {@link RouterSocket}.
 */
final class StrangerQueue {
    private final Deque<RouterConnection> waiting = new ArrayDeque<>();
    /** Whether a stranger had its turn since the last look. */
    private boolean served;

    /** Puts a connection last, unless it waits already. */
    void add(RouterConnection connection) {
        if (connection.queue()) {
            waiting.add(connection);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Allows one more turn: all connections are about to be looked at. */
    void onLook() {
        served = false;
    }

    /** Returns the stranger whose turn it is, or null where none waits or one had its turn since the last look. */
    @Nullable
    RouterConnection next() {
        RouterConnection stranger;
        while (!served && (stranger = waiting.poll()) != null) {
            if (stranger.unqueue()) {
                served = true;
                return stranger;
            }
        }
        return null;
    }
}
