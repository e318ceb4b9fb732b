package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Does the broker's long work in pieces: one piece in each turn, so that what peers send meanwhile is never far behind it.
 * Tasks take turns step by step, so a short task ends soon however long another is. Used by the broker's thread alone.
 */
final class Tasks {
    /** A unit of work whose length depends on what peers have sent, cut into steps that do not. */
    @FunctionalInterface
    interface Task {
        /**
         * Does a step, which takes some microseconds at most.
         *
         * @return whether there is more to do
         */
        boolean step(long nowNs);
    }

    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Deque<Task> forNextTurn = new ArrayDeque<>();
    private final TimeSlice slice;

    Tasks(TimeSlice slice) {
        this.slice = slice;
    }

    /** Has a task done after those that wait. */
    void add(Task task) {
        waiting.add(task);
    }

    /** Has a task done from the next turn on: what it does is little, and brings the rest of the turn more to do. */
    void addForNextTurn(Task task) {
        forNextTurn.add(task);
    }

    /** Whether {@link #onTurn} has something to do. */
    boolean isWaiting() {
        return !waiting.isEmpty() || !forNextTurn.isEmpty();
    }

    /** Does one piece. */
    void onTurn(long nowNs) {
        if (!waiting.isEmpty()) {
            slice.begin();
            do {
                step(nowNs);
            } while (!slice.isOver() && !waiting.isEmpty());
        }
        waiting.addAll(forNextTurn);
        forNextTurn.clear();
    }

    /** Does all there is, for a router that leaves and serves nobody meanwhile. */
    void finish(long nowNs) {
        while (isWaiting()) {
            waiting.addAll(forNextTurn);
            forNextTurn.clear();
            step(nowNs);
        }
    }

    private void step(long nowNs) {
        Task task = waiting.remove();
        if (task.step(nowNs)) {
            waiting.add(task);
        }
    }
}
