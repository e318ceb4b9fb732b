package org.cellnest.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.cellnest.http.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans by OpenTelemetry's SDK. They wait for the exporter in a bounded queue; spans that it has no room for are lost.
 * Thread-safe. Alone of the tracing classes it reads clocks: a span's start is the wall clock's, its duration monotonic.
 */
final class OtlpTracer implements Tracer {
    private static final String TRACES = "/v1/traces";
    private static final long FLUSH_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final io.opentelemetry.api.trace.Tracer tracer;

    OtlpTracer(SpanProcessor processor, double ratio, String service, String instance) {
        provider = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", service)
                                .put("service.instance.id", instance)
                                .build())))
                .addSpanProcessor(processor)
                .build();
        tracer = provider.get("org.cellnest");
    }

    static OtlpTracer to(URI endpoint, double ratio, String service, String instance) {
        String base = endpoint.toString();
        String url = base.endsWith(TRACES)
                ? base
                : (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + TRACES;
        return new OtlpTracer(
                BatchSpanProcessor.builder(
                                OtlpHttpSpanExporter.builder().setEndpoint(url).build())
                        .build(),
                ratio,
                service,
                instance);
    }

    @Override
    public TraceSpan begin(String name, @Nullable String traceparent, long nowNs) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER);
        if (traceparent != null && TraceParent.isValid(traceparent)) {
            SpanContext parent = SpanContext.createFromRemoteParent(
                    traceparent.substring(3, 35),
                    traceparent.substring(36, 52),
                    TraceFlags.fromHex(traceparent, 53),
                    TraceState.getDefault());
            builder.setParent(Context.root().with(Span.wrap(parent)));
        } else {
            builder.setNoParent();
        }
        long startEpochNs = epochNs(nowNs);
        builder.setStartTimestamp(startEpochNs, TimeUnit.NANOSECONDS);
        return new OtlpSpan(builder.startSpan(), startEpochNs - nowNs);
    }

    /** The wall clock's time at a recent time of the monotonic clock. */
    private static long epochNs(long nowNs) {
        Instant wall = Instant.now();
        long ageNs = System.nanoTime() - nowNs;
        return TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - ageNs;
    }

    @Override
    public void close() {
        provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    private static final class OtlpSpan implements TraceSpan {
        private final Span span;
        /** The epoch's distance to the origin of the monotonic clock when it began: its duration is monotonic. */
        private final long epochOffsetNs;

        OtlpSpan(Span span, long epochOffsetNs) {
            this.span = span;
            this.epochOffsetNs = epochOffsetNs;
        }

        @Override
        public String traceparent() {
            SpanContext context = span.getSpanContext();
            return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                    + context.getTraceFlags().asHex();
        }

        @Override
        public void rename(String name) {
            span.updateName(name);
        }

        @Override
        public TraceSpan attribute(String name, String value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public TraceSpan attribute(String name, long value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public void end(int status, long nowNs) {
            if (status > 0) {
                span.setAttribute("http.response.status_code", status);
            }
            if (status == 0 || status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end(epochOffsetNs + nowNs, TimeUnit.NANOSECONDS);
        }
    }
}
