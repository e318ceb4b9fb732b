package org.cellnest.runtime.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellnest.process.logging.DeploymentLevels;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.LogLevel;
import org.cellnest.runtime.deploy.Announcement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the log levels of deployments at the request of routers, and reports them in registrations. Any thread. */
public final class LogLevels {
    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

    private final DeploymentLevels levels;
    private final Runnable announceAgain;

    /** @param announceAgain has the cell registered once more; called after each change */
    public LogLevels(DeploymentLevels levels, Runnable announceAgain) {
        this.levels = levels;
        this.announceAgain = announceAgain;
    }

    /** Returns false if so many were changed that no more is remembered. */
    boolean change(LogLevel change) {
        String deployment = change.deployment();
        String before = levels.nameOf(deployment);
        if (!levels.change(deployment, change.level())) {
            return false;
        }
        String now = levels.nameOf(deployment);
        if (!now.equals(before)) {
            LOG.info("{} is logged from {} on instead of {}: an operator has changed it", deployment, now, before);
            announceAgain.run();
        }
        return true;
    }

    /** Returns the same announcement, with the level of each deployment among what is worth showing. */
    Announcement toldOf(Announcement announcement) {
        List<DeploymentInfo> told = new ArrayList<>(announcement.deployments().size());
        for (DeploymentInfo deployment : announcement.deployments()) {
            Map<String, String> meta = new TreeMap<>(deployment.meta());
            meta.put(LogLevel.META, levels.nameOf(deployment.name()));
            told.add(new DeploymentInfo(
                    deployment.name(), deployment.version(), deployment.digest(), meta, deployment.paused()));
        }
        return new Announcement(
                announcement.revision(),
                told,
                announcement.routes(),
                announcement.failures(),
                announcement.deploymentConcurrency());
    }
}
