package org.cellnest.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.LoopFigures;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.telemetry.Exposition;
import org.cellnest.telemetry.FigureNames;
import org.cellnest.telemetry.Figures;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.JvmFigures;
import org.cellnest.telemetry.PeerSeries;
import org.cellnest.telemetry.StatusCounts;

/** What the gateway tells of itself, in heartbeats and on its page: the I/O threads' figures together. Any thread. */
final class GatewayFigures {
    private final String id;
    private final List<LoopFigures> loops;
    private final GatewayCounters counters;
    private final ByteBudget budget;
    private final IntSupplier active;

    /** @param active how many requests have no answer that is written out */
    GatewayFigures(
            String id, List<LoopFigures> loops, GatewayCounters counters, ByteBudget budget, IntSupplier active) {
        this.id = id;
        this.loops = loops;
        this.counters = counters;
        this.budget = budget;
        this.active = active;
    }

    /** The counters of a heartbeat. */
    Map<String, Long> counters() {
        return figures().asMap();
    }

    /** The page for Prometheus. */
    Exposition exposition() {
        Exposition out = new Exposition();
        PeerSeries.ofGateway(out, figures(), id);
        return out;
    }

    private Figures figures() {
        Figures figures = new Figures(Heartbeat.MAX_COUNTERS);
        JvmFigures.now().putInto(figures);
        HistogramCounts queue = HistogramCounts.NONE;
        HistogramCounts total = HistogramCounts.NONE;
        HistogramCounts lag = HistogramCounts.NONE;
        long received = 0;
        long sent = 0;
        long connections = 0;
        long parked = 0;
        for (LoopFigures loop : loops) {
            queue = queue.plus(loop.queue.counts());
            total = total.plus(loop.total.counts());
            lag = lag.plus(loop.lag.counts());
            received += loop.receivedBytes.value();
            sent += loop.sentBytes.value();
            connections += loop.connections.value();
            parked += loop.parked.value();
        }
        figures.put(FigureNames.GATEWAY, queue);
        figures.put(FigureNames.TOTAL, total);
        figures.put(FigureNames.LAG, lag);
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            int statusClass = i;
            figures.put(
                    FigureNames.STATUS + StatusCounts.name(i),
                    loops.stream()
                            .mapToLong(loop -> loop.statuses.ofClass(statusClass))
                            .sum());
        }
        figures.put(FigureNames.IN_FLIGHT, active.getAsInt());
        figures.put(FigureNames.PARKED, parked);
        figures.put(FigureNames.CONNECTIONS, connections);
        figures.put(FigureNames.BUFFERED_BYTES, budget.used());
        figures.put(FigureNames.RECEIVED_BYTES, received);
        figures.put(FigureNames.SENT_BYTES, sent);
        for (GatewayCounters.Event event : GatewayCounters.Event.values()) {
            figures.put(FigureNames.EVENT + name(event), counters.value(event));
        }
        return figures;
    }

    /** As in {@code event.no-room}. */
    static String name(GatewayCounters.Event event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
