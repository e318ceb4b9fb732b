package org.cellnest.telemetry.trace;

/** Records one request at one hop. Any thread. */
public interface TraceSpan {
    /** The {@code traceparent} for whoever is asked next: the same trace, this span, and whether it is sampled. */
    String traceparent();

    /** Gives it another name. */
    void rename(String name);

    /** Says something of it, by a name of OpenTelemetry's semantic conventions. */
    TraceSpan attribute(String name, String value);

    /** The same with a number. */
    TraceSpan attribute(String name, long value);

    /** It is over; the first time counts. A status of 500 and above, or 0 where there was no answer, is an error. */
    void end(int status);

    /** The same at a time of the caller's, of the clock that the span began by. */
    void end(int status, long nowNs);
}
