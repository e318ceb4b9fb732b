package org.cellnest.runtime.handler;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Counts the requests of an executor against its limit, and waits for it to be empty. Thread-safe. */
final class Places {
    private final BooleanSupplier othersEmpty;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int limit;
    private volatile boolean closing;

    /** @param othersEmpty whether there is nothing else to wait for */
    Places(int limit, BooleanSupplier othersEmpty) {
        if (limit < 1) {
            throw new IllegalArgumentException("concurrency: " + limit + " (expected: at least 1)");
        }
        this.limit = limit;
        this.othersEmpty = othersEmpty;
    }

    /** Takes up to the wanted number of places; closing leaves none. */
    int take(int wanted) {
        while (true) {
            int before = taken.get();
            int room = closing ? 0 : Math.max(0, Math.min(wanted, limit - before));
            if (room == 0) {
                return 0;
            }
            if (taken.compareAndSet(before, before + room)) {
                if (!closing) {
                    return room;
                }
                // Whoever closes may have seen the count before.
                giveBack(room);
                return 0;
            }
        }
    }

    void giveBack(int room) {
        if (taken.addAndGet(-room) == 0) {
            signalEmpty();
        }
    }

    /** Has whoever waits look again. */
    void signalEmpty() {
        if (closing) {
            lock.lock();
            try {
                empty.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void limitTo(int places) {
        limit = places;
    }

    boolean isFull() {
        return taken.get() >= limit;
    }

    int taken() {
        return taken.get();
    }

    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** Waits until nothing is left; false if the time or an interrupt ends the wait before. */
    boolean awaitEmpty(long timeoutNs) {
        lock.lock();
        try {
            long left = timeoutNs;
            while (!isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty() {
        return taken.get() == 0 && othersEmpty.getAsBoolean();
    }
}
