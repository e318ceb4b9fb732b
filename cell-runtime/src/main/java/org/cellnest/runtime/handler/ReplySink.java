package org.cellnest.runtime.handler;

/**
 * A receiver of answers. Called exactly once for each execution that was taken, by any thread: a worker, or one of the
 * cell's own that completes a stage. Implementations must be quick and must not block.
 */
@FunctionalInterface
public interface ReplySink {
    /** Takes an answer, which need not go out before {@link #flush}. */
    void reply(Execution execution, ReplyContent content);

    /**
     * Receives the exception that the handler, a filter or the reading of parameters has thrown, before the answer that
     * results from it. Problems are included, and so are exceptions that a {@code @Catches} method answers; an
     * exception of that method follows.
     */
    default void failed(Execution execution, Throwable thrown) {}

    /** Flushes the answers gathered, since no more follow for now. */
    default void flush() {}

    /** Whether one flush serves the answers of both sinks. */
    default boolean gathersWith(ReplySink other) {
        return other == this;
    }

    /**
     * Whether the handler may begin; the worker calls this just before. False if the answer would no longer count,
     * because the client has got another one by now; then the handler never runs.
     */
    default boolean mayBegin() {
        return true;
    }
}
