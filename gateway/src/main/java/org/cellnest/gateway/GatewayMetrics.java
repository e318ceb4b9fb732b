package org.cellnest.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.metrics.FlowMetrics;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.LoopMetrics;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.telemetry.Exposition;
import org.cellnest.telemetry.HeartbeatMetrics;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.JvmMetrics;
import org.cellnest.telemetry.MetricNames;
import org.cellnest.telemetry.PeerSeries;
import org.cellnest.telemetry.StatusCounts;

/** Sums the metrics of the I/O threads, for heartbeats and the metrics page. Any thread. */
final class GatewayMetrics {
    private final String id;
    private final List<LoopMetrics> loops;
    private final List<FlowMetrics> flows;
    private final List<ChunkPool> chunks;
    private final GatewayCounters counters;
    private final ByteBudget budget;
    private final IntSupplier active;

    /** @param active how many requests have no answer that is written out */
    GatewayMetrics(
            String id,
            List<LoopMetrics> loops,
            List<FlowMetrics> flows,
            List<ChunkPool> chunks,
            GatewayCounters counters,
            ByteBudget budget,
            IntSupplier active) {
        this.id = id;
        this.loops = loops;
        this.flows = flows;
        this.chunks = chunks;
        this.counters = counters;
        this.budget = budget;
        this.active = active;
    }

    /** Returns the counters of a heartbeat. */
    Map<String, Long> counters() {
        return figures().asMap();
    }

    /** Returns the page for Prometheus. */
    Exposition exposition() {
        Exposition out = new Exposition();
        PeerSeries.ofGateway(out, figures(), id);
        return out;
    }

    private HeartbeatMetrics figures() {
        HeartbeatMetrics figures = new HeartbeatMetrics(Heartbeat.MAX_COUNTERS);
        JvmMetrics.now().putInto(figures);
        HistogramCounts queue = HistogramCounts.NONE;
        HistogramCounts total = HistogramCounts.NONE;
        HistogramCounts lag = HistogramCounts.NONE;
        long received = 0;
        long sent = 0;
        long connections = 0;
        long parked = 0;
        for (LoopMetrics loop : loops) {
            queue = queue.plus(loop.queue.counts());
            total = total.plus(loop.total.counts());
            lag = lag.plus(loop.lag.counts());
            received += loop.receivedBytes.value();
            sent += loop.sentBytes.value();
            connections += loop.connections.value();
            parked += loop.parked.value();
        }
        figures.put(MetricNames.GATEWAY, queue);
        figures.put(MetricNames.TOTAL, total);
        figures.put(MetricNames.LAG, lag);
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            int statusClass = i;
            figures.put(
                    MetricNames.STATUS + StatusCounts.name(i),
                    loops.stream()
                            .mapToLong(loop -> loop.statuses.ofClass(statusClass))
                            .sum());
        }
        figures.put(MetricNames.IN_FLIGHT, active.getAsInt());
        figures.put(MetricNames.PARKED, parked);
        figures.put(MetricNames.CONNECTIONS, connections);
        figures.put(MetricNames.BUFFERED_BYTES, budget.used());
        figures.put(
                MetricNames.CHUNKS,
                chunks.stream().mapToLong(ChunkPool::heldChunks).sum());
        figures.put(
                MetricNames.CHUNK_MISSES,
                chunks.stream().mapToLong(ChunkPool::misses).sum());
        figures.put(MetricNames.RECEIVED_BYTES, received);
        figures.put(MetricNames.SENT_BYTES, sent);
        putFlows(figures);
        for (GatewayCounters.Event event : GatewayCounters.Event.values()) {
            figures.put(MetricNames.EVENT + name(event), counters.value(event));
        }
        return figures;
    }

    private void putFlows(HeartbeatMetrics figures) {
        long open = 0;
        long in = 0;
        long out = 0;
        for (FlowMetrics flow : flows) {
            open += flow.open.value();
            in += flow.answeredBytes.value();
            out += flow.uploadedBytes.value();
        }
        figures.put(MetricNames.STREAMS, open);
        figures.put(MetricNames.STREAM_BYTES_IN, in);
        figures.put(MetricNames.STREAM_BYTES_OUT, out);
        for (ErrorCode code : ErrorCode.values()) {
            long ends = flows.stream().mapToLong(flow -> flow.ends(code)).sum();
            figures.put(MetricNames.STREAM_ENDS + code.wireName(), ends);
        }
    }

    /** Returns the event's name in metrics, such as {@code event.no-room}. */
    static String name(GatewayCounters.Event event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
