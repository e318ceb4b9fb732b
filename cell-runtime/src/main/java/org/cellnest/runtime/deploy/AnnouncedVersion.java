package org.cellnest.runtime.deploy;

import org.jspecify.annotations.Nullable;

/**
 * The version of a deployment that the cell registers with its routers.
 *
 * @param source the origin of the deployment
 * @param sinceRevision the first revision that announced it, 0 before
 * @param refusal the reason for which a router refuses it while no better version can be announced; null if none does
 */
record AnnouncedVersion(
        Deployment deployment,
        Source source,
        long sinceRevision,
        @Nullable String refusal) {
    /** Returns a version that the next revision announces for the first time. */
    static AnnouncedVersion unpublished(Deployment deployment, Source source) {
        return new AnnouncedVersion(deployment, source, 0, null);
    }

    boolean isPublished() {
        return sinceRevision > 0;
    }

    /** Whether a router has accepted the version and none refuses it. */
    boolean isServing() {
        return deployment.state() == DeploymentState.SERVING && !isRefused();
    }

    boolean isRefused() {
        return refusal != null;
    }

    AnnouncedVersion publishedIn(long revision) {
        return new AnnouncedVersion(deployment, source, revision, refusal);
    }

    AnnouncedVersion refusedFor(@Nullable String reason) {
        return new AnnouncedVersion(deployment, source, sinceRevision, reason);
    }

    AnnouncedVersion madeFrom(Source origin) {
        return new AnnouncedVersion(deployment, origin, sinceRevision, refusal);
    }
}
