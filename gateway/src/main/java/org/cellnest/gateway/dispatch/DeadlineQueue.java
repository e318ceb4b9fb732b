package org.cellnest.gateway.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A FIFO of deadlines with one fixed timeout: insertion order is expiry order, so every operation is O(1). Not
 * thread-safe.
 */
public final class DeadlineQueue<T> {
    /** A place in the queue, created once for each object with a deadline, and reused. */
    public static final class Node<T> {
        private final T item;
        private @Nullable Node<T> previous;
        private @Nullable Node<T> next;
        private boolean queued;
        private long deadlineNs;

        public Node(T item) {
            this.item = item;
        }

        public boolean isQueued() {
            return queued;
        }

        /** Returns the time at which the deadline passes or would have passed. */
        long deadlineNs() {
            return deadlineNs;
        }
    }

    private final long delayNs;
    private @Nullable Node<T> first;
    private @Nullable Node<T> last;
    private int size;

    /** @param delayNs how far ahead each deadline lies when it is set */
    public DeadlineQueue(long delayNs) {
        this.delayNs = delayNs;
    }

    /** Sets the deadline to {@code nowNs} and the delay, whether or not it was set before. */
    public void set(Node<T> node, long nowNs) {
        clear(node);
        node.deadlineNs = nowNs + delayNs;
        node.queued = true;
        node.previous = last;
        if (last == null) {
            first = node;
        } else {
            last.next = node;
        }
        last = node;
        size++;
    }

    /** Takes a node out; nothing happens if it is not in. */
    public void clear(Node<T> node) {
        if (!node.queued) {
            return;
        }
        Node<T> before = node.previous;
        Node<T> after = node.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        node.previous = null;
        node.next = null;
        node.queued = false;
        size--;
    }

    /** Takes out the item whose deadline passed first, or null if none has passed. */
    @Nullable
    public T pollPassed(long nowNs) {
        Node<T> node = first;
        return node == null || nowNs - node.deadlineNs < 0 ? null : take(node);
    }

    /** Returns the item whose deadline comes next, which stays in, or null if there is none. */
    @Nullable
    T peek() {
        Node<T> node = first;
        return node == null ? null : node.item;
    }

    /** Takes out the item whose deadline comes next, or null if there is none. */
    @Nullable
    T poll() {
        return first == null ? null : take(first);
    }

    private T take(Node<T> node) {
        clear(node);
        return node.item;
    }

    int size() {
        return size;
    }
}
