package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs the broker's long work in pieces, one in each turn, so that input from peers is handled soon. Tasks take turns
 * step by step, so a short task ends soon however long another is. Used by the broker's thread alone.
 */
final class Tasks {
    /** A unit of work whose length depends on input from peers, divided into steps of bounded length. */
    @FunctionalInterface
    interface Task {
        /**
         * Performs a step, which takes some microseconds at most.
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

    /** Adds a task behind those that wait. */
    void add(Task task) {
        waiting.add(task);
    }

    /** Adds a task that runs from the next turn on: it is short, and creates more work for the rest of the turn. */
    void addForNextTurn(Task task) {
        forNextTurn.add(task);
    }

    /** Whether {@link #onTurn} has a task to run. */
    boolean isWaiting() {
        return !waiting.isEmpty() || !forNextTurn.isEmpty();
    }

    /** Runs one piece. */
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

    /** Runs all tasks to their end, for a router that leaves and serves no peer meanwhile. */
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
