package org.cellnest.telemetry;

/** What became of requests and how long they took. One thread at a time records; any may read. */
public final class RequestMetrics {
    private final StatusCounts statuses = new StatusCounts();
    private final Histogram durations = new Histogram();

    /** A request was answered. */
    public void record(int status, long tookNs) {
        statuses.count(status);
        durations.record(tookNs);
    }

    public StatusCounts statuses() {
        return statuses;
    }

    public HistogramCounts durations() {
        return durations.counts();
    }
}
