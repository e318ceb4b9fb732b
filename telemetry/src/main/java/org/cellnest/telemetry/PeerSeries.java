package org.cellnest.telemetry;

/**
 * Converts the metrics of a peer to series, which are the same on the peer's own page and on its router's. Only names
 * in {@link MetricNames} become series. A stranger can thus neither break the page nor make it grow: a peer has at most
 * some dozens of series. A metric that was not reported has no series, with one exception. A peer that reports its
 * JVM's metrics reports all metrics, so an absent one is zero.
 */
public final class PeerSeries {
    /** The name of the histogram of the duration of each hop. */
    public static final String HOP = "cellnest_hop_duration_seconds";

    /** The help text of that histogram. */
    public static final String HOP_HELP = "Time that requests spent at each hop.";
    /** The help of {@code cellnest_chunks_in_use}. */
    public static final String CHUNKS_HELP = "Chunks of memory off the heap that large bodies lie in.";
    /** The help of {@code cellnest_chunk_misses_total}. */
    public static final String CHUNK_MISSES_HELP = "Large bodies and reads that found no room in chunks.";

    private final Exposition out;
    private final HeartbeatMetrics metrics;
    private final String kind;
    private final String peer;
    private final boolean whole;

    private PeerSeries(Exposition out, HeartbeatMetrics metrics, String kind, String peer) {
        this.out = out;
        this.metrics = metrics;
        this.kind = kind;
        this.peer = peer;
        this.whole = metrics.value(MetricNames.JVM_THREADS) > 0;
    }

    /** Adds the series of a cell. */
    public static void ofCell(Exposition out, HeartbeatMetrics metrics, String id) {
        PeerSeries series = new PeerSeries(out, metrics, "cell", id);
        series.hop(MetricNames.QUEUE);
        series.hop(MetricNames.HANDLER);
        series.answers();
        series.counter("cellnest_refused", "Requests that were refused, not started.", MetricNames.REFUSED);
        series.gauge("cellnest_stuck_handlers", "Handlers that run on after their deadline.", MetricNames.STUCK);
        series.gauge(
                "cellnest_closed_loaders",
                "Class loaders of closed deployments that are in memory.",
                MetricNames.CLOSED_LOADERS);
        series.gauge(
                "cellnest_leaked_loaders",
                "Class loaders of closed deployments that are never collected.",
                MetricNames.LEAKED_LOADERS);
        series.streams();
        series.jvm();
    }

    /** Adds the series of a gateway. */
    public static void ofGateway(Exposition out, HeartbeatMetrics metrics, String id) {
        PeerSeries series = new PeerSeries(out, metrics, "gateway", id);
        series.hop(MetricNames.GATEWAY);
        series.hop(MetricNames.TOTAL);
        series.answers();
        series.gauge("cellnest_in_flight", "Requests on their way.", MetricNames.IN_FLIGHT);
        series.gauge("cellnest_parked_requests", "Requests that wait.", MetricNames.PARKED);
        series.gauge("cellnest_connections", "Connections that are open.", MetricNames.CONNECTIONS);
        series.gauge("cellnest_buffered_bytes", "Bytes held for requests and answers.", MetricNames.BUFFERED_BYTES);
        series.gauge("cellnest_chunks_in_use", CHUNKS_HELP, MetricNames.CHUNKS);
        series.counter("cellnest_chunk_misses", CHUNK_MISSES_HELP, MetricNames.CHUNK_MISSES);
        series.bytes("cellnest_received_bytes", "Bytes received.", MetricNames.RECEIVED_BYTES);
        series.bytes("cellnest_sent_bytes", "Bytes sent.", MetricNames.SENT_BYTES);
        series.streams();
        series.streamEnds();
        series.histogram("cellnest_loop_lag_seconds", "How late event loops came to what was due.", MetricNames.LAG);
        series.events();
        series.jvm();
    }

    private void hop(String name) {
        HistogramCounts counts = metrics.histogram(name);
        if (whole || !counts.isEmpty()) {
            out.histogram(HOP, HOP_HELP, counts, "hop", name, "kind", kind, "peer", peer);
        }
    }

    private void histogram(String series, String help, String name) {
        HistogramCounts counts = metrics.histogram(name);
        if (whole || !counts.isEmpty()) {
            out.histogram(series, help, counts, "kind", kind, "peer", peer);
        }
    }

    private void answers() {
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            String status = StatusCounts.name(i);
            long count = metrics.value(MetricNames.STATUS + status);
            if (whole || count > 0) {
                String help = "Answers by the class of their status.";
                out.counter("cellnest_answers", help, count, "kind", kind, "peer", peer, "status", status);
            }
        }
    }

    private void events() {
        for (String event : MetricNames.EVENTS) {
            long count = metrics.value(MetricNames.EVENT + event);
            if (whole || count > 0) {
                String help = "What was dropped, refused or given up.";
                out.counter("cellnest_events", help, count, "event", event, "kind", kind, "peer", peer);
            }
        }
    }

    private void streams() {
        gauge("cellnest_streams", "Exchanges whose bodies flow.", MetricNames.STREAMS);
        streamBytes("in", MetricNames.STREAM_BYTES_IN);
        streamBytes("out", MetricNames.STREAM_BYTES_OUT);
    }

    private void streamEnds() {
        for (String code : MetricNames.STREAM_END_CODES) {
            long count = metrics.value(MetricNames.STREAM_ENDS + code);
            if (whole || count > 0) {
                String help = "Exchanges whose bodies flowed, by their end.";
                out.counter("cellnest_stream_ends", help, count, "code", code, "kind", kind, "peer", peer);
            }
        }
    }

    private void streamBytes(String direction, String name) {
        long value = metrics.value(name);
        if (whole || value > 0) {
            String help = "Bytes of bodies that flowed to and from a peer.";
            out.counter("cellnest_peer_stream_bytes", help, value, "direction", direction, "kind", kind, "peer", peer);
        }
    }

    private void counter(String series, String help, String name) {
        long value = metrics.value(name);
        if (whole || value > 0) {
            out.counter(series, help, value, "kind", kind, "peer", peer);
        }
    }

    private void bytes(String series, String help, String name) {
        long value = metrics.value(name);
        if (whole || value > 0) {
            out.counter(series, help, value, "kind", kind, "peer", peer, "side", "clients");
        }
    }

    private void gauge(String series, String help, String name) {
        long value = metrics.value(name);
        if (whole || value > 0) {
            out.gauge(series, help, value, "kind", kind, "peer", peer);
        }
    }

    private void jvm() {
        if (whole) {
            out.jvm(JvmMetrics.of(metrics), "kind", kind, "peer", peer);
        }
    }
}
