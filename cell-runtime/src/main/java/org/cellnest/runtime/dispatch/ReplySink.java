package org.cellnest.runtime.dispatch;

/** Where answers go. Called by any thread, briefly, exactly once for each execution that was taken. */
@FunctionalInterface
public interface ReplySink {
    void reply(Execution execution, ReplyContent content);
}
