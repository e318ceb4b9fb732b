package org.cellnest.router.broker;

import org.cellnest.http.TraceParent;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;

/**
 * Makes the router's span of each request that its gateway traces, and makes that span the parent of the cell's. Used
 * by the broker's thread alone.
 */
final class RouterSpans implements RequestListener {
    private static final String TRACE_PARENT = "traceparent";
    private static final int NO_ANSWER = 0;
    private static final long NS_IN_US = 1_000;

    private final Tracer tracer;

    RouterSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Begins the router's span. A request without a valid {@code traceparent} has no place for the router's, and gets
     * no span.
     */
    @Override
    public void onArrived(Exchange exchange, WireRecord request, long nowNs) {
        String traceparent = request.field(TRACE_PARENT);
        if (traceparent != null && traceparent.length() == TraceParent.LENGTH && TraceParent.isValid(traceparent)) {
            TraceSpan span = tracer.begin(exchange.method, traceparent, nowNs);
            request.setField(TRACE_PARENT, span.traceparent());
            exchange.traced(span);
        }
    }

    @Override
    public void onDispatched(Exchange exchange) {
        TraceSpan span = exchange.span();
        if (span != null) {
            span.attribute("cellnest.cell", exchange.lastCell());
        }
    }

    @Override
    public void onAnsweredByCell(Exchange exchange, int status, long nowNs) {
        onAnswered(exchange, status, nowNs);
    }

    @Override
    public void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {
        onAnswered(exchange, status, nowNs);
    }

    private static void onAnswered(Exchange exchange, int status, long nowNs) {
        TraceSpan span = exchange.span();
        if (span == null) {
            return;
        }
        Route route = exchange.route();
        if (route != null) {
            span.rename(exchange.method + " " + route.template);
            span.attribute("http.route", route.template.toString());
            span.attribute("cellnest.deployment", route.deployment);
        }
        span.attribute("cellnest.parked_us", exchange.parkedNs(nowNs) / NS_IN_US);
        span.end(status, nowNs);
    }

    @Override
    public void onFinished(Exchange exchange, long nowNs) {
        TraceSpan span = exchange.span();
        if (span != null) {
            span.end(NO_ANSWER, nowNs); // unless it has been ended by an answer
        }
    }
}
