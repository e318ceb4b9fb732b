package org.cellnest.runtime.handler;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the stuck handlers of one deployment, up to the limit at which it takes nothing more. Thread-safe. */
final class StuckHandlers {
    private final int limit;
    private final Map<Execution, StuckHandler> handlersByExecution = new ConcurrentHashMap<>();

    StuckHandlers(int limit) {
        this.limit = limit;
    }

    /** Counts a handler, unless it has ended meanwhile. Returns whether the handler counts as stuck. */
    boolean add(Execution execution, StuckHandler handler) {
        handlersByExecution.put(execution, handler);
        // A worker clears the execution's thread before it looks here, so that either of the two sees the other.
        return execution.runningIn() != null || handlersByExecution.remove(execution) == null;
    }

    /** Removes a handler that has ended. Returns whether it was stuck. */
    boolean onEnd(Execution execution) {
        return !handlersByExecution.isEmpty() && handlersByExecution.remove(execution) != null;
    }

    int count() {
        return handlersByExecution.size();
    }

    boolean isAtLimit() {
        return count() >= limit;
    }

    /** Returns the number of stuck handlers of each route that has any. */
    Map<String, Integer> countsByRoute() {
        Map<String, Integer> counts = new TreeMap<>();
        handlersByExecution.values().forEach(handler -> counts.merge(handler.route(), 1, Integer::sum));
        return counts;
    }
}
