package org.cellnest.runtime.deploy;

import java.util.Objects;
import org.cellnest.runtime.deploy.Source.DirectoryFile;

/**
 * Keeps each version that serves as the last good one of its deployment, with the settings it was made with. For the
 * deploying thread alone.
 */
final class LastGoodKeeper {
    private final LastGood lastGood;
    private final Candidates candidates;

    LastGoodKeeper(LastGood lastGood, Candidates candidates) {
        this.lastGood = lastGood;
        this.candidates = candidates;
    }

    /** Keeps a version that begins to serve. */
    void keep(DeploymentSlot slot, Deployment deployment, DirectoryFile origin) {
        Candidates.Conf conf = candidates.conf(slot.name());
        // The version has not been seen to serve with settings that came later.
        if (Objects.equals(conf == null ? null : conf.file(), origin.conf())) {
            String text = conf == null ? "" : conf.text();
            slot.onKept(lastGood.keep(slot.name(), origin.file().fileName(), deployment.copy(), text));
        }
    }

    /**
     * Keeps the announced version if that failed when it began to serve, for want of room perhaps, or the copy was
     * deleted.
     */
    void keepAgain(DeploymentSlot slot) {
        AnnouncedVersion announced = slot.announced();
        if (announced != null
                && announced.source() instanceof DirectoryFile origin
                && !origin.file().isTroubled()
                && announced.isServing()
                && (!slot.isKept() || lastGood.kept(slot.name()) == null)) {
            keep(slot, announced.deployment(), origin);
        }
    }
}
