package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import org.cellnest.gateway.access.AccessEntry;
import org.cellnest.gateway.access.AccessLog;
import org.cellnest.gateway.dispatch.PendingRequest;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.LoopMetrics;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Reply;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Records one request. Ends its span, counts it in the metrics of its I/O thread, writes its line of the access log,
 * and measures the times for {@code Server-Timing}. Owned by the I/O thread.
 */
final class RequestObservation {
    private final HttpServerExchange http;
    private final GatewayLoop loop;
    private final AccessLog log;
    private final String peer;
    private final String requestId;
    private final boolean named;
    private final long startNs;
    private @Nullable RequestHead head;
    private @Nullable TraceSpan span;
    private @Nullable PendingRequest submitted;
    private @Nullable String refusedLine;
    private @Nullable String servedBy;
    private String outcome = "-";
    private long bodyBytes;
    private boolean gone;
    private boolean broken;

    /** @param peer the address of the connection's other end, logged where no head was admitted */
    RequestObservation(
            HttpServerExchange http, GatewayLoop loop, AccessLog log, String peer, String requestId, long startNs) {
        this.http = http;
        this.loop = loop;
        this.log = log;
        this.peer = peer;
        this.requestId = requestId;
        this.named = log.isOn();
        this.startNs = startNs;
    }

    String requestId() {
        return requestId;
    }

    /** Whether the reply has to name the cell and the route that served the request. */
    boolean isNamed() {
        return named;
    }

    // ---- events of the request, in their order

    /** Notes that the head was refused before it was parsed; {@code line} is its request line as received. */
    void onRefusedHead(String line) {
        refusedLine = line;
    }

    /** @param tracer null: no span is made */
    void onAdmitted(RequestHead admitted, @Nullable Tracer tracer) {
        head = admitted;
        if (tracer != null) {
            span = GatewaySpans.begin(tracer, admitted, startNs);
        }
    }

    /** Notes that so many bytes of the body have come. */
    void onBody(long bytes) {
        bodyBytes += bytes;
    }

    /** Notes that the request is about to be submitted to the dispatcher. */
    void onSubmit(PendingRequest request) {
        submitted = request;
    }

    /** Records the queueing time of a request that was handed to a router's connection for the first time. */
    void onFirstSent(PendingRequest request) {
        loop.figures().queue.record(request.sentNs() - request.wholeNs());
    }

    void onReply(Reply reply) {
        if (reply.has(Flags.NEST)) {
            String given = reply.fields().first(Attributes.OUTCOME);
            outcome = given == null ? "nest" : given;
        }
        servedBy = named ? reply.fields().first(Attributes.SERVED_BY) : null;
    }

    void onLocalReply(LocalReply reply) {
        outcome = reply.outcome() == null ? "refused" : reply.outcome();
    }

    /** Notes that an answer that had begun will never be whole. The first reason counts. */
    void onBroken(ErrorCode code) {
        if (!broken) {
            broken = true;
            outcome = code.wireName();
        }
    }

    /** Notes that the client's connection was closed before an answer. */
    void onClientGone() {
        gone = true;
        outcome = "client-gone";
    }

    /** Returns the cell and the route that served the request, for the log. */
    String servedBy() {
        return servedBy == null ? "an unnamed cell" : servedBy;
    }

    // ---- results

    /**
     * Measures the times of the request's way so far; null if the client has not requested them, or the request was
     * never submitted.
     */
    @Nullable
    ServerTiming timing(long nowNs) {
        PendingRequest request = submitted;
        if (request == null || head == null || !head.timed()) {
            return null;
        }
        long totalNs = nowNs - request.wholeNs();
        return new ServerTiming(totalNs, request.wasSent() ? request.sentNs() - request.wholeNs() : totalNs);
    }

    /** Records the finished request. */
    void end(long nowNs) {
        TraceSpan ended = span;
        if (ended != null) {
            ended.end(gone ? 0 : http.getStatusCode(), nowNs);
        }
        count(nowNs);
        if (log.isOn()) {
            log.write(entry(nowNs));
        }
    }

    private void count(long nowNs) {
        LoopMetrics figures = loop.figures();
        figures.receivedBytes.add((head == null ? 0 : head.bytes()) + bodyBytes);
        if (gone) {
            return;
        }
        figures.sentBytes.add(http.getResponseBytesSent());
        figures.statuses.count(http.getStatusCode());
        PendingRequest request = submitted;
        if (request != null && request.flow() == null) { // a body that flows takes the time of its client
            figures.total.record(nowNs - request.wholeNs());
        }
    }

    private AccessEntry entry(long nowNs) {
        return new AccessEntry(
                loop.epochMillis(),
                head == null ? peer : head.client(),
                refusedLine,
                http.getRequestMethod().toString(),
                http.getRequestURI(),
                http.getQueryString(),
                http.getProtocol().toString(),
                gone ? AccessEntry.CLIENT_GONE : http.getStatusCode(),
                http.getResponseBytesSent(),
                http.getRequestHeaders().getFirst(Headers.REFERER),
                http.getRequestHeaders().getFirst(Headers.USER_AGENT),
                requestId,
                servedBy,
                nowNs - startNs,
                outcome);
    }
}
