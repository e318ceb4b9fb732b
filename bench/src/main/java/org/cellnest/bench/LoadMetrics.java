package org.cellnest.bench;

/**
 * Holds the metrics of one run of the load generator.
 *
 * @param requests answered requests, of any status
 * @param durationUs the duration of the run
 * @param socketErrors failed connections, and answers that took more than 10 s
 * @param badStatuses answers of 400 and more
 * @param p50Us the median latency
 * @param p99Us the 99th percentile of the latency
 */
record LoadMetrics(long requests, long durationUs, long socketErrors, long badStatuses, long p50Us, long p99Us) {
    double perSecond() {
        return requests * 1e6 / durationUs;
    }

    long errors() {
        return socketErrors + badStatuses;
    }
}
