package org.cellnest.runtime.link;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the requests that the whole cell runs at a time, and shares the bound out equally among its routers. Requests
 * that still run for sessions that have ended count against it. Thread-safe.
 */
public final class Concurrency {
    private final int total;
    private final Runnable onSharesChanged;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger leftOver = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();

    /**
     * @param onSharesChanged called by any thread when routers should be notified of changed shares; returns at
     *     once
     */
    public Concurrency(int total, Runnable onSharesChanged) {
        this.total = total;
        this.onSharesChanged = onSharesChanged;
    }

    /** Takes room for one more request, if there is any. */
    boolean tryAcquire() {
        if (running.incrementAndGet() <= total) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    void release() {
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }

    /** Counts a session whose router is about to receive its share. */
    void onSessionBegin() {
        if (sessions.incrementAndGet() > 1) {
            onSharesChanged.run();
        }
    }

    /** Counts off a session that has ended; {@code stillRunning} of its requests run on without a recipient. */
    void onSessionEnd(int stillRunning) {
        leftOver.addAndGet(stillRunning);
        if (sessions.decrementAndGet() > 0) {
            onSharesChanged.run();
        }
    }

    /** Counts off a request that ran on after its session had ended. */
    void onLeftOverDone() {
        if (leftOver.decrementAndGet() == 0 && sessions.get() > 0) {
            onSharesChanged.run();
        }
    }

    /** Returns a router's share of a deployment's bound; 0 if the deployment may run as much as the cell. */
    int deploymentShare(int bound) {
        return bound >= total ? 0 : Math.max(1, bound / Math.max(1, sessions.get()));
    }

    /** Returns a router's share of the cell's streams. */
    int streamShare(int most) {
        return most == 0 ? 0 : Math.max(1, most / Math.max(1, sessions.get()));
    }

    /** Returns the number of requests that each router may have in flight here, at least 1. */
    int share() {
        return Math.max(1, (total - leftOver.get()) / Math.max(1, sessions.get()));
    }
}
