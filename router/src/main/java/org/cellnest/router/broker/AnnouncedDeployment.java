package org.cellnest.router.broker;

import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that a cell has announced.
 *
 * @param info its last announcement
 * @param verdict the outcome of that announcement
 * @param sinceNs the time of this version's first announcement in the session
 */
record AnnouncedDeployment(DeploymentInfo info, DeploymentVerdict verdict, long sinceNs) {
    /** Creates the announcement that replaces an earlier one, if any; an unchanged announcement keeps its time. */
    static AnnouncedDeployment after(
            @Nullable AnnouncedDeployment earlier, DeploymentInfo info, DeploymentVerdict verdict, long nowNs) {
        long sinceNs = earlier != null && earlier.info.equals(info) ? earlier.sinceNs : nowNs;
        return new AnnouncedDeployment(info, verdict, sinceNs);
    }

    /** Returns the announcement, or null if it was refused. */
    @Nullable
    DeploymentInfo accepted() {
        return verdict.accepted() ? info : null;
    }

    /** Whether a later announcement and its verdict are the same. */
    boolean isRepeatedBy(DeploymentInfo later, DeploymentVerdict laterVerdict) {
        return info.equals(later) && verdict.equals(laterVerdict);
    }
}
