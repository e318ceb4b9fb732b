/**
 * Traces (W3C Trace Context): a {@link org.cellnest.telemetry.trace.Tracer} makes a span of each request at each hop, and
 * sends those that are sampled to a collector. It is made with OpenTelemetry's SDK, which only {@code OtlpTracer} knows, so
 * that a nest without traces runs without its jars.
 */
@NullMarked
package org.cellnest.telemetry.trace;

import org.jspecify.annotations.NullMarked;
