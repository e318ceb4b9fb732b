package org.cellnest.telemetry.trace;

/** Records one request at one hop. Any thread. */
public interface TraceSpan {
    /** Returns the {@code traceparent} for the next hop: the same trace, this span, and whether the span is sampled. */
    String traceparent();

    /** Changes the name of the span. */
    void rename(String name);

    /** Sets an attribute; the name is one of OpenTelemetry's semantic conventions. */
    TraceSpan attribute(String name, String value);

    /** Sets a numeric attribute. */
    TraceSpan attribute(String name, long value);

    /**
     * Ends the span; the first time counts. A status of 500 and above, or 0 where there was no answer, is an error.
     *
     * @param nowNs the time by the clock that it began by
     */
    void end(int status, long nowNs);
}
