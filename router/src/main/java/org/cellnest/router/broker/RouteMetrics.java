package org.cellnest.router.broker;

import org.cellnest.router.snapshot.Sample;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.RequestMetrics;
import org.cellnest.telemetry.StatusCounts;
import org.jspecify.annotations.Nullable;

/**
 * What became of a route's requests. The broker's thread records; any thread may read, without asking the broker, and
 * finds what may be a little old. A route that is never asked costs next to nothing.
 */
final class RouteMetrics {
    private @Nullable RequestMetrics recorded;
    // Of the thread that counts by steps.
    private long requestsAtStep;
    private long errorsAtStep;

    /**
     * A request was answered, by a cell or by the router in its place.
     *
     * @param durationNs from its arrival here until its answer
     */
    void answered(int status, long durationNs) {
        RequestMetrics metrics = recorded;
        if (metrics == null) {
            // Read by others without a lock, which is safe since all its fields are final.
            metrics = new RequestMetrics();
            recorded = metrics;
        }
        metrics.record(status, durationNs);
    }

    /** How many answers there were of a class; none of those but 2 to 5. */
    long count(int statusClass) {
        RequestMetrics metrics = recorded;
        if (metrics == null || statusClass < StatusCounts.FIRST_CLASS || statusClass > StatusCounts.LAST_CLASS) {
            return 0;
        }
        return metrics.statuses().ofClass(statusClass);
    }

    /** How many answers there were. */
    long requests() {
        long requests = 0;
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            requests += count(i);
        }
        return requests;
    }

    /** The answers since the last call, which one thread makes, not the broker's. */
    Sample.Answered sinceLastStep(int errorClass) {
        long requests = requests();
        long errors = count(errorClass);
        Sample.Answered since = new Sample.Answered(requests - requestsAtStep, errors - errorsAtStep);
        requestsAtStep = requests;
        errorsAtStep = errors;
        return since;
    }

    /** How long they took. */
    HistogramCounts durations() {
        RequestMetrics metrics = recorded;
        return metrics == null ? HistogramCounts.NONE : metrics.durations();
    }
}
