package org.cellnest.telemetry.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.cellnest.http.TraceParent;
import org.junit.jupiter.api.Test;

class OtlpTracerTest {
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String NOT_SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    private final List<SpanData> exported = new CopyOnWriteArrayList<>();

    private OtlpTracer tracer(double ratio) {
        return new OtlpTracer(SimpleSpanProcessor.create(new Exported()), ratio, "cellnest-router", "r1");
    }

    @Test
    void continuesATraceWithASpanOfItsOwn() {
        try (OtlpTracer tracer = tracer(0)) {
            TraceSpan span = tracer.begin("GET", SAMPLED, System.nanoTime());
            String goes = span.traceparent();
            assertTrue(TraceParent.isValid(goes), goes);
            assertEquals(SAMPLED.substring(0, 36), goes.substring(0, 36));
            assertNotEquals(SAMPLED.substring(36, 52), goes.substring(36, 52));
            assertTrue(goes.endsWith("-01"), goes);
            span.attribute("http.route", "/a").rename("GET /a");
            span.end(200, System.nanoTime());
            span.end(500, System.nanoTime());
            SpanData data = exported.get(0);
            assertEquals(1, exported.size());
            assertEquals("GET /a", data.getName());
            assertEquals("b7ad6b7169203331", data.getParentSpanId());
            assertEquals(goes.substring(36, 52), data.getSpanId());
            assertEquals("/a", data.getAttributes().get(AttributeKey.stringKey("http.route")));
            assertEquals(200L, data.getAttributes().get(AttributeKey.longKey("http.response.status_code")));
            assertEquals(StatusCode.UNSET, data.getStatus().getStatusCode());
            assertEquals("r1", data.getResource().getAttribute(AttributeKey.stringKey("service.instance.id")));
        }
    }

    @Test
    void leavesUnsampledWhatCameSo() {
        try (OtlpTracer tracer = tracer(1)) {
            TraceSpan span = tracer.begin("GET", NOT_SAMPLED, System.nanoTime());
            assertTrue(span.traceparent().endsWith("-00"), span.traceparent());
            assertEquals(NOT_SAMPLED.substring(0, 36), span.traceparent().substring(0, 36));
            assertNotEquals(NOT_SAMPLED, span.traceparent());
            span.end(200, System.nanoTime());
            assertEquals(List.of(), exported);
        }
    }

    @Test
    void beginsTracesAndSamplesTheShareItIsTold() {
        try (OtlpTracer none = tracer(0);
                OtlpTracer all = tracer(1)) {
            assertTrue(!isSampled(none.begin("GET", null, System.nanoTime())));
            TraceSpan span = all.begin("GET", "nonsense", System.nanoTime());
            assertTrue(isSampled(span));
            assertTrue(TraceParent.isValid(span.traceparent()), span.traceparent());
            span.end(0, System.nanoTime());
            assertEquals(StatusCode.ERROR, exported.get(0).getStatus().getStatusCode());
        }
    }

    @Test
    void beginsAndEndsSpansAtTheTimesThatItIsGiven() {
        try (OtlpTracer tracer = tracer(1)) {
            long agoNs = TimeUnit.SECONDS.toNanos(5);
            long wallNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            long beganNs = System.nanoTime() - agoNs;
            tracer.begin("GET", SAMPLED, beganNs).end(200, beganNs + 1_234_567);
            SpanData data = exported.get(0);
            assertEquals(1_234_567, data.getEndEpochNanos() - data.getStartEpochNanos());
            long offNs = data.getStartEpochNanos() - (wallNs - agoNs);
            assertTrue(Math.abs(offNs) < TimeUnit.SECONDS.toNanos(3), "began " + offNs + " ns off");
        }
    }

    @Test
    void sendsItsSpansToTheCollector() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        List<String> heads = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            heads.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            URI endpoint =
                    URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
            OtlpTracer tracer = OtlpTracer.to(endpoint, 1, "cellnest-cell", "c1");
            tracer.begin("GET /orders/{id}", SAMPLED, System.nanoTime()).end(503, System.nanoTime());
            tracer.close();
        } finally {
            collector.stop(0);
        }
        assertEquals(List.of("POST /v1/traces application/x-protobuf"), heads);
        assertTrue(bodies.get(0).contains("GET /orders/{id}"), "the span's name");
        assertTrue(bodies.get(0).contains("cellnest-cell"), "the service's name");
    }

    @Test
    void saysWhereTheJarsBelongThatAreMissing() {
        String message = String.valueOf(Tracers.missing("http://localhost:4318", new NoClassDefFoundError("io/x"))
                .getMessage());
        assertTrue(message.contains("nest.tracing.otlp") && message.contains("folder lib"), message);
    }

    private static boolean isSampled(TraceSpan span) {
        return (Integer.parseInt(span.traceparent().substring(53), 16) & 1) != 0;
    }

    private final class Exported implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            exported.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
