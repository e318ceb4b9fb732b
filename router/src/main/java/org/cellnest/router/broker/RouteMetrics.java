package org.cellnest.router.broker;

import org.cellnest.router.snapshot.Sample;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.RequestMetrics;
import org.cellnest.telemetry.StatusCounts;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the answers of a route. The broker's thread records. Any thread may read without a turn of the
 * broker, and may see slightly outdated values. A route without requests costs next to nothing.
 */
final class RouteMetrics {
    private @Nullable RequestMetrics recorded;
    // Of the thread that counts by steps.
    private long requestsAtStep;
    private long errorsAtStep;

    /**
     * Records an answer, given by a cell or by the router in its place.
     *
     * @param durationNs the time from the request's arrival here until its answer
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

    /** Returns the number of answers of a status class; 0 for classes other than 2 to 5. */
    long count(int statusClass) {
        RequestMetrics metrics = recorded;
        if (metrics == null || statusClass < StatusCounts.FIRST_CLASS || statusClass > StatusCounts.LAST_CLASS) {
            return 0;
        }
        return metrics.statuses().ofClass(statusClass);
    }

    /** Returns the number of answers. */
    long requests() {
        long requests = 0;
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            requests += count(i);
        }
        return requests;
    }

    /** Returns the answers since the previous call. Called by one thread, other than the broker's. */
    Sample.Answered sinceLastStep(int errorClass) {
        long requests = requests();
        long errors = count(errorClass);
        Sample.Answered since = new Sample.Answered(requests - requestsAtStep, errors - errorsAtStep);
        requestsAtStep = requests;
        errorsAtStep = errors;
        return since;
    }

    /** Returns the durations of the answered requests. */
    HistogramCounts durations() {
        RequestMetrics metrics = recorded;
        return metrics == null ? HistogramCounts.NONE : metrics.durations();
    }
}
