package org.cellnest.bench;

/**
 * What one run of the load generator saw.
 *
 * @param requests answered, with whatever status
 * @param durationUs how long it ran
 * @param socketErrors connections that failed, and answers that did not come in 10 s
 * @param badStatuses answers of 400 and more
 * @param p50Us half of the answers took no longer
 * @param p99Us 99 of 100 answers took no longer
 */
record LoadMetrics(long requests, long durationUs, long socketErrors, long badStatuses, long p50Us, long p99Us) {
    double perSecond() {
        return requests * 1e6 / durationUs;
    }

    long errors() {
        return socketErrors + badStatuses;
    }
}
