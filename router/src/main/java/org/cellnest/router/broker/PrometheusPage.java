package org.cellnest.router.broker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.PeerKind;
import org.cellnest.telemetry.Exposition;
import org.cellnest.telemetry.HeartbeatMetrics;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.JvmMetrics;
import org.cellnest.telemetry.PeerSeries;
import org.cellnest.telemetry.StatusCounts;

/**
 * Writes the router's page for Prometheus: the whole nest as seen by the router, and the metrics reported by its peers.
 * Any thread; reads values that the broker has published, without a turn of the broker.
 */
public final class PrometheusPage {
    private static final double MS = 1e-3;

    private final String id;
    private final String version;
    private final int maxRoutes;
    private final Supplier<BrokerStatus> status;
    private final BrokerMetrics metrics;
    private final ActiveRoutes routes;
    private final Supplier<List<Session>> sessions;
    private final Supplier<Map<String, Long>> refusedConnections;
    private final ChunkPool chunks;

    /**
     * @param maxRoutes the maximum number of routes with series; the busiest have them
     * @param status a snapshot that is at most a moment old
     * @param refusedConnections the numbers of connections that the socket has refused, by reason
     * @param chunks the pool of the socket
     */
    public PrometheusPage(
            String id,
            String version,
            int maxRoutes,
            Supplier<BrokerStatus> status,
            BrokerMetrics metrics,
            ActiveRoutes routes,
            Supplier<List<Session>> sessions,
            Supplier<Map<String, Long>> refusedConnections,
            ChunkPool chunks) {
        this.id = id;
        this.version = version;
        this.maxRoutes = maxRoutes;
        this.status = status;
        this.metrics = metrics;
        this.routes = routes;
        this.sessions = sessions;
        this.refusedConnections = refusedConnections;
        this.chunks = chunks;
    }

    public Exposition exposition() {
        Exposition out = new Exposition();
        BrokerStatus now = status.get();
        out.gauge("cellnest_build_info", "What runs here.", 1, "version", version);
        routes(out);
        times(out);
        state(out, now);
        counters(out, now.counters());
        out.jvm(JvmMetrics.now(), own());
        for (Session session : sessions.get()) {
            if (session instanceof CellSession cell) {
                cell(out, cell);
            } else if (session instanceof GatewaySession gateway) {
                gateway(out, gateway);
            }
        }
        return out;
    }

    private String[] own(String... more) {
        String[] labels = new String[4 + more.length];
        labels[0] = "kind";
        labels[1] = "router";
        labels[2] = "peer";
        labels[3] = id;
        System.arraycopy(more, 0, labels, 4, more.length);
        return labels;
    }

    private void routes(Exposition out) {
        List<Route> asked = routes.all();
        List<Route> shown = asked;
        if (asked.size() > maxRoutes) {
            // What is compared must hold still while it is sorted.
            record Counted(Route route, long requests) {}

            shown = asked.stream()
                    .map(route -> new Counted(route, route.metrics.requests()))
                    .sorted(Comparator.comparingLong(Counted::requests).reversed())
                    .limit(maxRoutes)
                    .map(Counted::route)
                    .toList();
        }
        for (Route route : shown) {
            String method = route.key.method();
            String template = route.template.toString();
            for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
                long count = route.metrics.count(i);
                if (count > 0) {
                    out.counter(
                            "cellnest_requests",
                            "Requests answered, by route and class of status.",
                            count,
                            "deployment",
                            route.deployment,
                            "method",
                            method,
                            "route",
                            template,
                            "status",
                            StatusCounts.name(i));
                }
            }
            HistogramCounts took = route.metrics.durations();
            out.summary(
                    "cellnest_route_duration_seconds",
                    "Time from a request's arrival at the router until its answer.",
                    took.count(),
                    took.sumNs() * 1e-9,
                    "method",
                    method,
                    "route",
                    template);
        }
        out.gauge(
                "cellnest_routes_left_out",
                "Routes that have answered and are too many to be shown.",
                (long) asked.size() - shown.size());
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            out.counter(
                    "cellnest_unrouted_requests",
                    "Requests answered that matched no route.",
                    metrics.unrouted.count(i),
                    "status",
                    StatusCounts.name(i));
        }
    }

    private void times(Exposition out) {
        out.histogram(PeerSeries.HOP, PeerSeries.HOP_HELP, metrics.router.counts(), own("hop", "router"));
        out.histogram(PeerSeries.HOP, PeerSeries.HOP_HELP, metrics.total.durations(), own("hop", "total"));
        out.histogram(
                "cellnest_turn_duration_seconds",
                "How long the broker's turns with input or work in hand took; nothing else is done meanwhile.",
                metrics.turns.counts(),
                own());
    }

    private void state(Exposition out, BrokerStatus now) {
        out.gauge("cellnest_ready", "1 when unknown paths are answered as such.", now.ready() ? 1 : 0, own());
        out.gauge("cellnest_draining", "1 when nothing new is taken.", now.draining() ? 1 : 0, own());
        out.gauge("cellnest_routes", "Routes that are known.", now.routes());
        String sessionsHelp = "Gateways and cells that are registered.";
        out.gauge("cellnest_sessions", sessionsHelp, now.cells(), "kind", "cell");
        out.gauge("cellnest_sessions", sessionsHelp, now.gateways(), "kind", "gateway");
        out.gauge("cellnest_connections", "Connections that are open.", now.connections(), own());
        out.gauge("cellnest_in_flight", "Requests on their way.", now.inFlight(), own());
        out.gauge("cellnest_parked_requests", "Requests that wait.", now.parked(), own());
        out.gauge("cellnest_parked_bytes", "Bytes of requests that wait for a cell.", now.parkedBytes(), own());
        out.gauge("cellnest_retained_bytes", "Bytes kept in case a cell refuses.", now.retainedBytes(), own());
        out.gauge("cellnest_chunks_in_use", PeerSeries.CHUNKS_HELP, chunks.heldChunks(), own());
        out.counter("cellnest_chunk_misses", PeerSeries.CHUNK_MISSES_HELP, chunks.misses(), own());
    }

    private void counters(Exposition out, BrokerCounts counted) {
        out.counter("cellnest_received_requests", "Requests that came from gateways.", counted.requests(), own());
        out.counter("cellnest_dispatched", "Requests given to cells.", counted.dispatched(), own());
        out.counter("cellnest_redispatched", "Requests given to a cell once more.", counted.redispatched(), own());
        out.counter("cellnest_refused", "Requests that were refused, not started.", counted.refusedByCells(), own());
        out.counter("cellnest_parked", "Requests that had to wait for a cell.", counted.parked(), own());
        out.counter("cellnest_expired", "Requests whose time was over.", counted.expired(), own());
        out.counter("cellnest_unknown_outcome", "Requests of unknown outcome.", counted.unknownOutcomes(), own());
        out.counter("cellnest_nest_answers", "Answers by the router itself.", counted.answeredByNest(), own());
        event(out, "repeatable", counted.repeatable());
        event(out, "handed-back", counted.handedBack());
        event(out, "held-back", counted.heldBack());
        event(out, "answer-refused", counted.refusedAnswers());
        event(out, "cancelled", counted.cancelled());
        event(out, "stale-record", counted.staleRecords());
        event(out, "forged-record", counted.forgedRecords());
        event(out, "ignored-frame", counted.ignoredFrames());
        event(out, "unknown-type", counted.unknownTypes());
        event(out, "bad-reply", counted.badReplies());
        event(out, "rejected", counted.rejected());
        refusedConnections
                .get()
                .forEach((reason, count) -> out.counter(
                        "cellnest_refused_connections",
                        "Connections that were turned away before they said anything.",
                        count,
                        own("reason", reason)));
        streams(out);
        bytes(out, PeerKind.GATEWAY, "gateways");
        bytes(out, PeerKind.CELL, "cells");
    }

    private void streams(Exposition out) {
        StreamMetrics streams = metrics.streams;
        String bytesHelp = "Bytes of bodies that flow, after their first piece.";
        out.counter("cellnest_stream_bytes", bytesHelp, streams.requestBytes.value(), own("direction", "request"));
        out.counter("cellnest_stream_bytes", bytesHelp, streams.answerBytes.value(), own("direction", "answer"));
        for (ErrorCode code : ErrorCode.values()) {
            long ends = streams.ends(code).value();
            if (ends > 0 || code == ErrorCode.COMPLETE) {
                out.counter(
                        "cellnest_stream_ends",
                        "Exchanges whose bodies flowed, by their end.",
                        ends,
                        own("code", code.wireName()));
            }
        }
        out.counter("cellnest_credit_held", "Credits withheld for a while.", streams.creditsHeld.value(), own());
        out.histogram(
                "cellnest_stream_duration_seconds",
                "How long exchanges with bodies that flow lasted.",
                streams.durations.counts(),
                own());
    }

    private void event(Exposition out, String event, long count) {
        out.counter("cellnest_events", "What was dropped, refused or given up.", count, own("event", event));
    }

    private void bytes(Exposition out, PeerKind kind, String side) {
        out.counter(
                "cellnest_received_bytes",
                "Bytes received.",
                metrics.received(kind).value(),
                own("side", side));
        out.counter("cellnest_sent_bytes", "Bytes sent.", metrics.sent(kind).value(), own("side", side));
    }

    private static void cell(Exposition out, CellSession cell) {
        String[] labels = {"kind", "cell", "peer", cell.peerId};
        out.gauge("cellnest_in_flight", "Requests on their way.", cell.inFlight(), labels);
        out.gauge("cellnest_concurrency", "Requests that a cell takes at a time.", cell.concurrency(), labels);
        Heartbeat heartbeat = cell.lastHeartbeat();
        out.gauge("cellnest_running", "Requests that a cell runs.", heartbeat.running(), labels);
        out.gauge("cellnest_waiting", "Requests that wait for a thread.", heartbeat.waiting(), labels);
        out.gauge("cellnest_oldest_seconds", "Age of the oldest.", heartbeat.oldestMs() * MS, labels);
        PeerSeries.ofCell(out, HeartbeatMetrics.of(heartbeat.counters()), cell.peerId);
    }

    private static void gateway(Exposition out, GatewaySession gateway) {
        out.gauge(
                "cellnest_outstanding",
                "Requests of a gateway that this router has.",
                gateway.outstanding(),
                "kind",
                "gateway",
                "peer",
                gateway.peerId);
        PeerSeries.ofGateway(out, HeartbeatMetrics.of(gateway.lastHeartbeat().counters()), gateway.peerId);
    }
}
