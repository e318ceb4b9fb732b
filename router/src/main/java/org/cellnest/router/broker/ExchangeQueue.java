package org.cellnest.router.broker;

import org.jspecify.annotations.Nullable;

/** A first-in first-out queue of parked exchanges from whose middle one can be taken. */
final class ExchangeQueue {
    private @Nullable Exchange head;
    private @Nullable Exchange tail;
    private int size;

    boolean isEmpty() {
        return head == null;
    }

    int size() {
        return size;
    }

    @Nullable
    Exchange first() {
        return head;
    }

    void addLast(Exchange exchange) {
        requireFree(exchange);
        exchange.queue = this;
        exchange.previousParked = tail;
        if (tail == null) {
            head = exchange;
        } else {
            tail.nextParked = exchange;
        }
        tail = exchange;
        size++;
    }

    void addFirst(Exchange exchange) {
        requireFree(exchange);
        exchange.queue = this;
        exchange.nextParked = head;
        if (head == null) {
            tail = exchange;
        } else {
            head.previousParked = exchange;
        }
        head = exchange;
        size++;
    }

    void remove(Exchange exchange) {
        if (exchange.queue != this) {
            throw new IllegalArgumentException("an exchange that waits elsewhere");
        }
        Exchange previous = exchange.previousParked;
        Exchange next = exchange.nextParked;
        if (previous == null) {
            head = next;
        } else {
            previous.nextParked = next;
        }
        if (next == null) {
            tail = previous;
        } else {
            next.previousParked = previous;
        }
        exchange.previousParked = null;
        exchange.nextParked = null;
        exchange.queue = null;
        size--;
    }

    private static void requireFree(Exchange exchange) {
        if (exchange.queue != null) {
            throw new IllegalArgumentException("an exchange that waits already");
        }
    }
}
