package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Passes each event of a request to the counters, the metrics and the spans. The calls are direct, so that the hot path
 * iterates over no list of listeners. Used by the broker's thread alone.
 */
final class RequestObservers implements RequestListener {
    private final BrokerCounters counters;
    private final BrokerMetrics metrics;
    private final @Nullable RouterSpans spans;

    /** @param tracer null: no traces are made */
    RequestObservers(BrokerCounters counters, BrokerMetrics metrics, @Nullable Tracer tracer) {
        this.counters = counters;
        this.metrics = metrics;
        this.spans = tracer == null ? null : new RouterSpans(tracer);
    }

    /** Returns the measures of bodies that flow. */
    StreamMetrics streams() {
        return metrics.streams;
    }

    @Override
    public void onArrived(Exchange exchange, WireRecord request, long nowNs) {
        counters.onArrived(exchange, request, nowNs);
        if (spans != null) {
            spans.onArrived(exchange, request, nowNs);
        }
    }

    @Override
    public void onCancelled(Exchange exchange) {
        counters.onCancelled(exchange);
    }

    @Override
    public void onParked(Exchange exchange) {
        counters.onParked(exchange);
    }

    @Override
    public void onDispatched(Exchange exchange) {
        counters.onDispatched(exchange);
        if (spans != null) {
            spans.onDispatched(exchange);
        }
    }

    @Override
    public void onHandedOver(Exchange exchange, long nowNs) {
        metrics.onHandedOver(exchange, nowNs);
    }

    @Override
    public void onHandedBack(Exchange exchange) {
        counters.onHandedBack(exchange);
    }

    @Override
    public void onRefused(Exchange exchange) {
        counters.onRefused(exchange);
    }

    @Override
    public void onBadReply(Exchange exchange) {
        counters.onBadReply(exchange);
    }

    @Override
    public void onReplyNotTaken(Exchange exchange) {
        counters.onReplyNotTaken(exchange);
    }

    @Override
    public void onExpired(Exchange exchange) {
        counters.onExpired(exchange);
    }

    @Override
    public void onRepeatable(Exchange exchange) {
        counters.onRepeatable(exchange);
    }

    @Override
    public void onUnknownOutcome(Exchange exchange) {
        counters.onUnknownOutcome(exchange);
    }

    @Override
    public void onAnsweredByCell(Exchange exchange, int status, long nowNs) {
        counters.onAnsweredByCell(exchange, status, nowNs);
        metrics.onAnsweredByCell(exchange, status, nowNs);
        if (spans != null) {
            spans.onAnsweredByCell(exchange, status, nowNs);
        }
    }

    @Override
    public void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {
        counters.onAnsweredByRouter(exchange, status, nowNs);
        metrics.onAnsweredByRouter(exchange, status, nowNs);
        if (spans != null) {
            spans.onAnsweredByRouter(exchange, status, nowNs);
        }
    }

    @Override
    public void onFinished(Exchange exchange, long nowNs) {
        if (spans != null) {
            spans.onFinished(exchange, nowNs);
        }
    }

    @Override
    public void onStaleRecord() {
        counters.onStaleRecord();
    }

    @Override
    public void onForgedRecord() {
        counters.onForgedRecord();
    }
}
