package org.cellnest.telemetry.trace;

import org.jspecify.annotations.Nullable;

/**
 * Makes spans of requests. Any thread; nothing here waits for the collector. Times are nanoseconds of the clock of {@link
 * System#nanoTime}.
 */
public interface Tracer extends AutoCloseable {
    /**
     * Begins the span of a request.
     *
     * @param name of the span, few in number: the method and the route's template
     * @param traceparent what came with the request; if null or not valid, the trace begins here
     * @param nowNs the time when it came, not long ago
     */
    TraceSpan begin(String name, @Nullable String traceparent, long nowNs);

    /** Exports the remaining spans, waiting at most a few seconds, and closes the tracer. */
    @Override
    void close();
}
