package org.cellnest.runtime.handler;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of collected bodies, from their arrival to the answer, against a bound. Thread-safe. */
final class CollectedBytes {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    CollectedBytes(long most) {
        this.most = most;
    }

    /** Returns a count that is bounded by a quarter of the heap. */
    static CollectedBytes ofHeap() {
        return new CollectedBytes(Runtime.getRuntime().maxMemory() / 4);
    }

    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
