package org.cellnest.process.ops;

/**
 * How long an ops server waits for those who ask it.
 *
 * @param headMs for a request's head, and for the next request of a connection; not while an answer goes on
 * @param transferMs for the next bytes of a body or an answer
 * @param keepAliveMs after which a stream says that it is still there; below {@code transferMs}, so that one with nothing
 *     to tell stays open
 */
record OpsTimeouts(int headMs, int transferMs, int keepAliveMs) {
    /** Those of every process: transfers have more time than the slowest answer takes, which Undertow counts as well. */
    static final OpsTimeouts STANDARD = new OpsTimeouts(10_000, 60_000, 10_000);
}
