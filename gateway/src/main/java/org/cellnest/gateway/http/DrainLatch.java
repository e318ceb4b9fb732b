package org.cellnest.gateway.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Counts open requests and client connections, and wakes the thread that stops the gateway once none is left. The I/O
 * threads count; one thread may be in {@link #await}.
 */
public final class DrainLatch {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Thread waiting;

    void onRequest() {
        requests.incrementAndGet();
    }

    void onRequestEnd() {
        wakeIfNone(requests.decrementAndGet());
    }

    void onConnection() {
        connections.incrementAndGet();
    }

    void onConnectionEnd() {
        wakeIfNone(connections.decrementAndGet());
    }

    /** Returns how many requests have no answer that is written out. */
    public int requests() {
        return requests.get();
    }

    /**
     * Waits until no request is open nor expected, or the thread is interrupted, which leaves its flag set. A
     * connection without an open request lets one be expected: its client may have sent one before it could know of the
     * stop.
     *
     * @param limitNs the longest wait
     * @param expectedNs the longest wait for requests that are only expected
     */
    public void await(long limitNs, long expectedNs, Clock clock) {
        waiting = Thread.currentThread(); // before the counts are read, so that no end of the last one is missed
        long fromNs = clock.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            long passedNs = clock.nanoTime() - fromNs;
            long leftNs = leftNs(passedNs, limitNs, expectedNs);
            if (leftNs <= 0) {
                break;
            }
            LockSupport.parkNanos(this, leftNs);
        }
        waiting = null;
    }

    /** Returns how long the wait may go on unless something ends; 0 or less: it is over. */
    private long leftNs(long passedNs, long limitNs, long expectedNs) {
        if (requests.get() > 0) {
            return limitNs - passedNs;
        }
        return connections.get() > 0 ? Math.min(limitNs, expectedNs) - passedNs : 0;
    }

    private void wakeIfNone(int left) {
        if (left == 0) {
            LockSupport.unpark(waiting);
        }
    }
}
