package org.cellnest.gateway.dispatch;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An ordered set of deadlines with individual timeouts. Only slow requests of routes with a timeout of their own enter
 * it, so its logarithmic cost is acceptable. Not thread-safe.
 */
final class NearDeadlines<T> {
    /** A place in the order, created once for each object that may have such a deadline, and reused. */
    static final class Node<T> implements Comparable<Node<T>> {
        private final T item;
        private boolean queued;
        private long deadlineNs;
        private long number;

        Node(T item) {
            this.item = item;
        }

        boolean isQueued() {
            return queued;
        }

        long deadlineNs() {
            return deadlineNs;
        }

        /** Compares deadlines on a clock that may wrap around; the deadlines compared lie within hours. */
        @Override
        public int compareTo(Node<T> other) {
            long between = deadlineNs - other.deadlineNs;
            return between == 0 ? Long.compare(number, other.number) : Long.signum(between);
        }
    }

    private final TreeSet<Node<T>> nodes = new TreeSet<>();
    private long last;

    /** Sets the deadline, whether or not it was set before. */
    void set(Node<T> node, long deadlineNs) {
        clear(node);
        node.deadlineNs = deadlineNs;
        node.number = ++last;
        node.queued = true;
        nodes.add(node);
    }

    /** Takes a node out; nothing happens if it is not in. */
    void clear(Node<T> node) {
        if (node.queued) {
            nodes.remove(node);
            node.queued = false;
        }
    }

    /** Takes out the item whose deadline passed first, or null if none has passed. */
    @Nullable
    T pollPassed(long nowNs) {
        if (nodes.isEmpty() || nowNs - nodes.first().deadlineNs < 0) {
            return null;
        }
        Node<T> first = nodes.first();
        clear(first);
        return first.item;
    }

    int size() {
        return nodes.size();
    }
}
