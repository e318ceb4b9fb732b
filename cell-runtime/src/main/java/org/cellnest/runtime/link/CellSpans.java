package org.cellnest.runtime.link;

import org.cellnest.http.TraceParent;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.deploy.Deployment;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/** Creates the spans of a cell's requests. Stateless. */
final class CellSpans {
    private static final String TRACE_PARENT = "traceparent";

    private CellSpans() {}

    /** Begins the span of a received request; returns null if the request belongs to no trace. */
    static @Nullable TraceSpan begin(
            Tracer tracer, Request request, HandlerMethod method, Deployment deployment, long nowNs) {
        String traceparent = request.fields().first(TRACE_PARENT);
        if (traceparent == null || !TraceParent.isValid(traceparent)) {
            return null;
        }
        return tracer.begin(request.method() + " " + method.template(), traceparent, nowNs)
                .attribute("http.request.method", request.method())
                .attribute("http.route", method.template().toString())
                .attribute("code.function.name", method.name())
                .attribute("cellnest.deployment", deployment.name());
    }

    /** Returns the request for its handler, with the span as parent of any requests that the handler makes. */
    static Request within(TraceSpan span, Request request) {
        Fields fields = request.fields();
        String[] all = new String[2 * fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            all[2 * i] = fields.name(i);
            all[2 * i + 1] = fields.name(i).equals(TRACE_PARENT) ? span.traceparent() : fields.value(i);
        }
        return new Request(
                request.exchange(),
                request.flags(),
                request.budgetMs(),
                request.route(),
                request.method(),
                request.https(),
                request.version(),
                request.path(),
                request.query(),
                Fields.of(all),
                request.body());
    }
}
