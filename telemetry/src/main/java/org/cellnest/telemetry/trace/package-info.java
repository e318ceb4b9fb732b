/**
 * Traces requests (W3C Trace Context). A {@link org.cellnest.telemetry.trace.Tracer} creates a span of each request at
 * each hop, and exports the sampled spans to a collector. Only {@code OtlpTracer} uses OpenTelemetry's SDK, so that a
 * nest without traces runs without its jars.
 */
@NullMarked
package org.cellnest.telemetry.trace;

import org.jspecify.annotations.NullMarked;
