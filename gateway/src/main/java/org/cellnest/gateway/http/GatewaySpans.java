package org.cellnest.gateway.http;

import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;

/** Begins the spans of a gateway's requests. Stateless. */
final class GatewaySpans {
    private GatewaySpans() {}

    /** Begins the span of a request that was admitted; the request goes on as that span's child. */
    static TraceSpan begin(Tracer tracer, RequestHead head, long nowNs) {
        TraceSpan span = tracer.begin(head.method(), head.traceParent(), nowNs);
        head.goesWith(span.traceparent());
        return span.attribute("http.request.method", head.method())
                .attribute("url.path", head.path())
                .attribute("client.address", head.client())
                .attribute("cellnest.request_id", head.requestId());
    }
}
