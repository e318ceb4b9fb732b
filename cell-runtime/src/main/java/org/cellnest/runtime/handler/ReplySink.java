package org.cellnest.runtime.handler;

/**
 * Where answers go. Called exactly once for each execution that was taken, by any thread: a worker, or one of the cell's
 * own that completes a stage. So it must be quick and must not wait.
 */
@FunctionalInterface
public interface ReplySink {
    /** Takes an answer, which need not go out before {@link #flush}. */
    void reply(Execution execution, ReplyContent content);

    /**
     * Told what the handler, or the reading of its parameters, has thrown, before the answer that it becomes. Problems are
     * among it.
     */
    default void failed(Execution execution, Throwable thrown) {}

    /** Whoever answered has nothing more to add for now: what has gathered is to go out. */
    default void flush() {}

    /** Whether one flush serves the answers of both. */
    default boolean gathersWith(ReplySink other) {
        return other == this;
    }

    /**
     * Asked by the worker just before the handler begins. False where the answer can no longer count, because whoever asked
     * has been told something else by now; then the handler never runs.
     */
    default boolean mayBegin() {
        return true;
    }
}
