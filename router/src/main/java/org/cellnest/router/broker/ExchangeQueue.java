package org.cellnest.router.broker;

import org.jspecify.annotations.Nullable;

/** A FIFO of parked exchanges that also supports removal from the middle. Used by the broker's thread alone. */
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
        exchange.enterQueue(this, tail, null);
        if (tail == null) {
            head = exchange;
        } else {
            tail.linkNextParked(exchange);
        }
        tail = exchange;
        size++;
    }

    void addFirst(Exchange exchange) {
        exchange.enterQueue(this, null, head);
        if (head == null) {
            tail = exchange;
        } else {
            head.linkPreviousParked(exchange);
        }
        head = exchange;
        size++;
    }

    void remove(Exchange exchange) {
        if (exchange.queue() != this) {
            throw new IllegalArgumentException("an exchange that waits elsewhere");
        }
        Exchange previous = exchange.previousParked();
        Exchange next = exchange.nextParked();
        if (previous == null) {
            head = next;
        } else {
            previous.linkNextParked(next);
        }
        if (next == null) {
            tail = previous;
        } else {
            next.linkPreviousParked(previous);
        }
        exchange.leaveQueue();
        size--;
    }
}
