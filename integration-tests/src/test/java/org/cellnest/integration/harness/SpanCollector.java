package org.cellnest.integration.harness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A collector of traces: takes OTLP over HTTP and remembers the spans. */
public final class SpanCollector implements AutoCloseable {
    // Fields of ExportTraceServiceRequest and what is in it (opentelemetry-proto, trace/v1).
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;

    /** A span; its ids in hexadecimal, the parent's empty at the root. */
    public record Span(String resource, String traceId, String id, String parentId, String name) {}

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    private SpanCollector(HttpServer server) {
        this.server = server;
    }

    /** A collector on a free port. */
    public static SpanCollector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SpanCollector collector = new SpanCollector(server);
            server.createContext("/v1/traces", exchange -> {
                collector.take(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code nest.tracing.otlp} is to be. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What has come so far. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    private void take(byte[] request) {
        each(request, RESOURCE_SPANS, resourceSpans -> {
            String[] resource = {""};
            each(resourceSpans, RESOURCE, bytes -> resource[0] = new String(bytes, StandardCharsets.ISO_8859_1));
            each(resourceSpans, SCOPE_SPANS, scope -> each(scope, SPANS, span -> spans.add(span(resource[0], span))));
        });
    }

    private static Span span(String resource, byte[] bytes) {
        String[] found = {"", "", "", ""};
        HexFormat hex = HexFormat.of();
        each(bytes, TRACE_ID, id -> found[0] = hex.formatHex(id));
        each(bytes, SPAN_ID, id -> found[1] = hex.formatHex(id));
        each(bytes, PARENT_ID, id -> found[2] = hex.formatHex(id));
        each(bytes, NAME, name -> found[3] = new String(name, StandardCharsets.UTF_8));
        return new Span(resource, found[0], found[1], found[2], found[3]);
    }

    /** Gives every length-delimited field of a number to a consumer. */
    private static void each(byte[] message, int number, Consumer<byte[]> consumer) {
        int[] at = {0};
        while (at[0] < message.length) {
            long tag = varint(message, at);
            switch ((int) (tag & 7)) {
                case 0 -> varint(message, at);
                case 1 -> at[0] += 8;
                case 5 -> at[0] += 4;
                case 2 -> {
                    int length = (int) varint(message, at);
                    if (tag >> 3 == number) {
                        consumer.accept(Arrays.copyOfRange(message, at[0], at[0] + length));
                    }
                    at[0] += length;
                }
                default -> throw new IllegalStateException("wire type " + (tag & 7));
            }
        }
    }

    private static long varint(byte[] message, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = message[at[0]++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
