package org.cellnest.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO of the open connections from which no frame was received when last looked at. The timeout is one for all, so
 * the order of arrival is the order of expiry. Belongs to the owner of the {@link RouterSocket}.
 */
final class FirstFrameDeadlines {
    private final long timeoutNs;
    private final Deque<RouterConnection> oldestFirst = new ArrayDeque<>();

    FirstFrameDeadlines(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    void add(RouterConnection connection) {
        oldestFirst.add(connection);
    }

    void remove(RouterConnection connection) {
        oldestFirst.remove(connection);
    }

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    /** Returns the oldest connection if its time is over, or null. The connection stays until it is removed. */
    @Nullable
    RouterConnection overdue(long nowNs) {
        RouterConnection oldest;
        while ((oldest = oldestFirst.peek()) != null && oldest.isHeard()) {
            oldestFirst.remove();
        }
        return oldest != null && leftNs(oldest, nowNs) <= 0 ? oldest : null;
    }

    /** Returns the nanoseconds until the oldest connection is overdue, or the largest number where none waits. */
    long leftNs(long nowNs) {
        RouterConnection oldest = oldestFirst.peek();
        return oldest == null ? Long.MAX_VALUE : leftNs(oldest, nowNs);
    }

    private long leftNs(RouterConnection connection, long nowNs) {
        return connection.acceptedNs() + timeoutNs - nowNs;
    }
}
