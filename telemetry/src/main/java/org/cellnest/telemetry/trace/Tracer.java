package org.cellnest.telemetry.trace;

import org.jspecify.annotations.Nullable;

/**
 * Makes spans of requests. Any thread; nothing here waits for the collector. Times are nanoseconds of the clock of {@link
 * System#nanoTime}.
 */
public interface Tracer extends AutoCloseable {
    /**
     * Begins the span of a request that has just arrived.
     *
     * @param name the span's name, one of few: the method and the route's template
     * @param traceparent the field of the request; if null or not valid, the trace begins here
     */
    TraceSpan begin(String name, @Nullable String traceparent);

    /**
     * Begins the span of a request that has come at a time of the caller's, which reads no clock here.
     *
     * @param name the span's name, one of few: the method and the route's template
     * @param traceparent the field of the request; if null or not valid, the trace begins here
     */
    TraceSpan begin(String name, @Nullable String traceparent, long nowNs);

    /** Exports the remaining spans, waiting at most a few seconds, and closes the tracer. */
    @Override
    void close();
}
