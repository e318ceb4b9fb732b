package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.JarFailure;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports deployments that make no progress: full at each look for a while, with a request of that age. Logs each once.
 * A report keeps its first text until the deployment has had room for a while. For the deploying thread alone.
 */
final class FullReports {
    /**
     * The time for which a deployment is full before that is reported, and has room before the report is taken back.
     */
    static final long REPORT_AFTER_NS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(FullReports.class);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The time since which a deployment has been full, or has had room. */
    private static final class Track {
        private boolean full;
        private long sinceNs;
        private @Nullable JarFailure told;

        /** Records whether the deployment is full. Returns whether that has lasted for {@link #REPORT_AFTER_NS}. */
        private boolean onLook(boolean nowFull, long nowNs) {
            if (full != nowFull) {
                full = nowFull;
                sinceNs = nowNs;
            }
            return nowNs - sinceNs >= REPORT_AFTER_NS;
        }

        private void report(JarFailure trouble) {
            told = trouble;
        }
    }

    private final Clock clock;
    private final Map<Deployment, Track> tracksByDeployment = new LinkedHashMap<>();
    private long nextLookNs;
    private boolean changed;

    FullReports(Clock clock) {
        this.clock = clock;
        this.nextLookNs = clock.nanoTime();
    }

    /** Examines the deployments if that is due. */
    void onTurn(Collection<Deployment> deployments, long nowNs) {
        if (nowNs - nextLookNs < 0) {
            return;
        }
        nextLookNs = nowNs + LOOK_NS;
        deployments.forEach(deployment -> look(deployment, nowNs));
        for (Deployment gone : List.copyOf(tracksByDeployment.keySet())) {
            if (!Set.copyOf(deployments).contains(gone)) {
                forget(gone);
            }
        }
    }

    private void look(Deployment deployment, long nowNs) {
        boolean full = deployment.executor().isFull();
        Track track = tracksByDeployment.get(deployment);
        if (track == null) {
            if (!full) {
                return;
            }
            track = new Track();
            tracksByDeployment.put(deployment, track);
        }
        if (!track.onLook(full, nowNs)) {
            return;
        }
        if (!full) {
            forget(deployment);
        } else if (track.told == null) {
            report(deployment, track);
        }
    }

    private void report(Deployment deployment, Track track) {
        long oldestMs = deployment.executor().oldestRunningMs();
        if (oldestMs < TimeUnit.NANOSECONDS.toMillis(REPORT_AFTER_NS)) {
            return;
        }
        String reason = "runs " + deployment.executor().running()
                + " requests, as many as it may here, the oldest for " + oldestMs
                + " ms; more go to other cells or wait (cell.deployment-share, cell.concurrency)";
        LOG.warn("{}: {}", deployment, reason);
        track.report(new JarFailure("", deployment.name(), reason, clock.epochMillis()));
        changed = true;
    }

    private void forget(Deployment deployment) {
        Track track = tracksByDeployment.remove(deployment);
        if (track != null && track.told != null) {
            LOG.info("{}: has room for requests again", deployment);
            changed = true;
        }
    }

    /** Returns whether {@link #troubles} has changed since the last call. */
    boolean pollChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Returns a report for each deployment that is full. */
    List<JarFailure> troubles() {
        List<JarFailure> troubles = new ArrayList<>();
        tracksByDeployment.values().forEach(track -> {
            if (track.told != null) {
                troubles.add(track.told);
            }
        });
        return troubles;
    }
}
