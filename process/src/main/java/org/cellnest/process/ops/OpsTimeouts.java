package org.cellnest.process.ops;

/**
 * Holds the timeouts of an ops server, in milliseconds.
 *
 * @param headMs for a request's head, and for the next request of a connection; not during an answer
 * @param transferMs for the next bytes of a body or an answer
 * @param keepAliveMs the interval of a stream's keep-alive; below {@code transferMs}, so that an idle stream stays open
 */
record OpsTimeouts(int headMs, int transferMs, int keepAliveMs) {
    /**
     * The timeouts of every process. Undertow counts the time of a handler as transfer, so that limit exceeds the
     * slowest answer.
     */
    static final OpsTimeouts STANDARD = new OpsTimeouts(10_000, 60_000, 10_000);
}
