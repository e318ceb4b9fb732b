package org.cellnest.runtime.deploy;

import java.util.Collection;

/**
 * Bounds the requests that one deployment runs at a time. The bound is lower while others serve beside it, so that one
 * deployment cannot take every thread. It is announced first; executors apply it once all routers know it. For the
 * deploying thread alone.
 */
final class DeploymentBound {
    private final RegistrationBoard board;
    private final int alone;
    private final int shared;
    private int bound;
    private long sinceRevision;

    /**
     * Makes a bound.
     *
     * @param alone the most requests of a deployment that serves alone
     * @param shared the most requests of one that does not
     */
    DeploymentBound(RegistrationBoard board, int alone, int shared) {
        this.board = board;
        this.alone = alone;
        this.shared = shared;
        this.bound = alone;
    }

    /** Adapts to the number of deployments that a revision is about to announce. Returns the new bound. */
    int onPublish(int deployments, long revision) {
        int next = deployments > 1 ? shared : alone;
        if (next != bound) {
            bound = next;
            sinceRevision = revision;
        }
        return bound;
    }

    /** Applies the bound to all loaded deployments; a lower bound once every router has welcomed it. */
    void apply(Collection<Deployment> deployments) {
        boolean known = bound == alone || board.isPast(sinceRevision);
        for (Deployment deployment : deployments) {
            deployment.executor().limitTo(known ? bound : alone);
        }
    }
}
