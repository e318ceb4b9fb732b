package org.cellnest.runtime.link;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests the whole cell runs at a time, and what each router may send of them: an equal share of what is not
 * still running for sessions that have ended. Thread-safe.
 */
public final class Concurrency {
    private final int total;
    private final Runnable onSharesChanged;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger leftOver = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();

    /** @param onSharesChanged called by any thread when routers should be told their share anew; returns at once */
    public Concurrency(int total, Runnable onSharesChanged) {
        this.total = total;
        this.onSharesChanged = onSharesChanged;
    }

    /** Room for one more request, if there is any. */
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

    /** A router is about to be told its share. */
    void onSessionBegin() {
        if (sessions.incrementAndGet() > 1) {
            onSharesChanged.run();
        }
    }

    /** A session has ended; {@code stillRunning} of its requests run on for nobody. */
    void onSessionEnd(int stillRunning) {
        leftOver.addAndGet(stillRunning);
        if (sessions.decrementAndGet() > 0) {
            onSharesChanged.run();
        }
    }

    /** A request of a session that has ended is done. */
    void onLeftOverDone() {
        if (leftOver.decrementAndGet() == 0 && sessions.get() > 0) {
            onSharesChanged.run();
        }
    }

    /** The requests that each router may have in flight here for a deployment that may run so many; 0 if all are allowed. */
    int deploymentShare(int bound) {
        return bound >= total ? 0 : Math.max(1, bound / Math.max(1, sessions.get()));
    }

    /** What each router may have in flight here, at least 1. */
    int share() {
        return Math.max(1, (total - leftOver.get()) / Math.max(1, sessions.get()));
    }
}
