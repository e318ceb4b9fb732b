package org.cellnest.runtime.deploy;

import java.util.Collection;

/**
 * Bounds what one deployment of the cell runs at a time: less while others serve beside it, so that they live on when it
 * takes all it can. Routers are told first, and executors refuse nothing before all of them know. For the deploying thread
 * alone.
 */
final class DeploymentBound {
    private final RegistrationBoard board;
    private final int alone;
    private final int shared;
    private int bound;
    private long sinceRevision;

    /**
     * A bound for one deployment.
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

    /** Takes in how many deployments a revision is about to announce. Returns the bound from then on. */
    int onPublish(int deployments, long revision) {
        int next = deployments > 1 ? shared : alone;
        if (next != bound) {
            bound = next;
            sinceRevision = revision;
        }
        return bound;
    }

    /** Holds all that is loaded to the bound; a lower one once every router has welcomed it. */
    void apply(Collection<Deployment> deployments) {
        boolean known = bound == alone || board.isPast(sinceRevision);
        for (Deployment deployment : deployments) {
            deployment.executor().limitTo(known ? bound : alone);
        }
    }
}
