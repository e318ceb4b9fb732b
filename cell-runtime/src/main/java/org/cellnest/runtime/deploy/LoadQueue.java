package org.cellnest.runtime.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs load attempts, a few at a time, and holds the others. An attempt that takes too long is given up, so that it
 * does not delay the others. For the deploying thread alone.
 */
final class LoadQueue {
    private final Executor executor;
    private final int maxRunning;
    private final long limitNs;
    private final Deque<LoadAttempt> waiting = new ArrayDeque<>();
    private final List<LoadAttempt> running = new ArrayList<>();

    /** @param executor gives each attempt a thread of its own */
    LoadQueue(Executor executor, int maxRunning, long limitNs) {
        this.executor = executor;
        this.maxRunning = maxRunning;
        this.limitNs = limitNs;
    }

    void add(LoadAttempt attempt) {
        waiting.add(attempt);
    }

    /** Whether an attempt waits for its start. */
    boolean isWaiting(LoadAttempt attempt) {
        return waiting.contains(attempt);
    }

    void onEnd(LoadAttempt attempt) {
        running.remove(attempt);
    }

    boolean isIdle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** Starts attempts that may run. Returns those that have taken too long, which count as running no more. */
    List<LoadAttempt> onTurn(long nowNs) {
        List<LoadAttempt> late = new ArrayList<>();
        for (LoadAttempt attempt : running) {
            if (nowNs - attempt.startedNs() > limitNs) {
                late.add(attempt);
            }
        }
        running.removeAll(late);
        waiting.removeIf(LoadAttempt::isOvertaken);
        while (running.size() < maxRunning && !waiting.isEmpty()) {
            LoadAttempt attempt = waiting.remove();
            attempt.onStart(nowNs);
            running.add(attempt);
            executor.execute(attempt);
        }
        return late;
    }
}
