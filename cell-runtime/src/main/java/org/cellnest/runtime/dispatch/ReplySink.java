package org.cellnest.runtime.dispatch;

/**
 * Where answers go. Called exactly once for each execution that was taken, by any thread: a worker, or one of the cell's
 * own that completes a stage. So it must be quick and must not rely on the thread, which a cell may interrupt: put the
 * answer into a queue, and write to no channel here.
 */
@FunctionalInterface
public interface ReplySink {
    void reply(Execution execution, ReplyContent content);

    /**
     * Asked by the worker just before the handler begins. False where the answer can no longer count, because whoever asked
     * has been told something else by now; then the handler never runs.
     */
    default boolean mayBegin() {
        return true;
    }
}
