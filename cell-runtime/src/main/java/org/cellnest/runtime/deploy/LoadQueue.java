package org.cellnest.runtime.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The attempts that run and those that wait for a turn. One that takes too long is given up, so that it does not keep
 * others waiting. For the deploying thread alone.
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

    /** Whether it is to be started in a turn to come. */
    boolean isWaiting(LoadAttempt attempt) {
        return waiting.contains(attempt);
    }

    void onEnd(LoadAttempt attempt) {
        running.remove(attempt);
    }

    boolean isIdle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** Starts what may start; returns those that have taken too long, which are no longer waited for. */
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
