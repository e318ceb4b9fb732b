package org.cellnest.runtime.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.telemetry.HeartbeatMetrics;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.JvmMetrics;
import org.cellnest.telemetry.MetricNames;
import org.cellnest.telemetry.StatusCounts;

/** Sums up the metrics of all links for the cell's heartbeats. Any thread. */
public final class CellMetrics {
    private final IntSupplier stuck;
    private final IntSupplier closedLoaders;
    private final IntSupplier leakedLoaders;
    private final CellStreams streams;
    private final List<LinkMetrics> links = new CopyOnWriteArrayList<>();

    /**
     * Begins without links.
     *
     * @param stuck counts the handlers that are stuck now
     * @param closedLoaders counts the class loaders of closed deployments that are in memory now
     * @param leakedLoaders counts those class loaders that have leaked
     * @param streams counts the bodies that flow
     */
    public CellMetrics(IntSupplier stuck, IntSupplier closedLoaders, IntSupplier leakedLoaders, CellStreams streams) {
        this.stuck = stuck;
        this.closedLoaders = closedLoaders;
        this.leakedLoaders = leakedLoaders;
        this.streams = streams;
    }

    /** Adds the metrics of one more link. */
    LinkMetrics ofLink() {
        LinkMetrics metrics = new LinkMetrics();
        links.add(metrics);
        return metrics;
    }

    /** Returns the counters of a heartbeat. */
    Map<String, Long> counters() {
        HeartbeatMetrics metrics = new HeartbeatMetrics(Heartbeat.MAX_COUNTERS);
        JvmMetrics.now().putInto(metrics);
        HistogramCounts queue = HistogramCounts.NONE;
        HistogramCounts handler = HistogramCounts.NONE;
        long refused = 0;
        for (LinkMetrics link : links) {
            queue = queue.plus(link.queue.counts());
            handler = handler.plus(link.handler.counts());
            refused += link.refused.value();
        }
        metrics.put(MetricNames.QUEUE, queue);
        metrics.put(MetricNames.HANDLER, handler);
        metrics.put(MetricNames.REFUSED, refused);
        metrics.put(MetricNames.STUCK, stuck.getAsInt());
        metrics.put(MetricNames.CLOSED_LOADERS, closedLoaders.getAsInt());
        metrics.put(MetricNames.LEAKED_LOADERS, leakedLoaders.getAsInt());
        metrics.put(MetricNames.STREAMS, streams.open());
        metrics.put(MetricNames.STREAM_BYTES_IN, streams.bytesIn());
        metrics.put(MetricNames.STREAM_BYTES_OUT, streams.bytesOut());
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            int statusClass = i;
            metrics.put(
                    MetricNames.STATUS + StatusCounts.name(i),
                    links.stream()
                            .mapToLong(link -> link.statuses.ofClass(statusClass))
                            .sum());
        }
        return metrics.asMap();
    }
}
