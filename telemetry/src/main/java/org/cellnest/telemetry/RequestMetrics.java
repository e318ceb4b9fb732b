package org.cellnest.telemetry;

/** Records the status and duration of requests. One thread at a time records; any thread may read. */
public final class RequestMetrics {
    private final StatusCounts statuses = new StatusCounts();
    private final Histogram durations = new Histogram();

    /** Records an answered request. */
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
