package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes retiring deployments: each one once no router sends to it any more and its last request is answered, or after
 * the drain time. For the deploying thread alone; hooks of cells run elsewhere.
 */
final class RetiringDeployments {
    private static final Logger LOG = LoggerFactory.getLogger(RetiringDeployments.class);

    private static final class Leaver {
        private final Deployment deployment;
        private final long droppedBy;
        private long patienceEndsNs;
        private boolean unreachable;

        private Leaver(Deployment deployment, long droppedBy) {
            this.deployment = deployment;
            this.droppedBy = droppedBy;
        }

        /** Begins the drain time of a deployment that no router sends to any more. */
        private void onUnreachable(long endNs) {
            unreachable = true;
            patienceEndsNs = endNs;
        }
    }

    private final List<Leaver> leavers = new ArrayList<>();
    /** Deployments whose close hooks run, on threads that remove them afterwards. */
    private final Set<Deployment> closing = ConcurrentHashMap.newKeySet();

    private final RegistrationBoard board;
    private final Executor closes;
    private final long drainNs;

    RetiringDeployments(RegistrationBoard board, Executor closes, long drainNs) {
        this.board = board;
        this.closes = closes;
        this.drainNs = drainNs;
    }

    /** @param droppedBy the first revision without the deployment */
    void add(Deployment deployment, long droppedBy) {
        leavers.add(new Leaver(deployment, droppedBy));
    }

    boolean isEmpty() {
        return leavers.isEmpty();
    }

    /** Whether some version of a deployment is not closed yet. */
    boolean holds(String name) {
        return leavers.stream().anyMatch(leaver -> leaver.deployment.name().equals(name))
                || closing.stream().anyMatch(deployment -> deployment.name().equals(name));
    }

    /** Returns the deployments that may still get requests. */
    List<Deployment> deployments() {
        return leavers.stream().map(leaver -> leaver.deployment).toList();
    }

    /** Closes deployments that are done. Returns whether there were any. */
    boolean onTurn(long nowNs) {
        boolean any = false;
        for (Iterator<Leaver> iterator = leavers.iterator(); iterator.hasNext(); ) {
            Leaver leaver = iterator.next();
            if (!leaver.unreachable && board.isPast(leaver.droppedBy)) {
                leaver.onUnreachable(nowNs + drainNs);
            }
            if (leaver.unreachable && (leaver.deployment.shutIfIdle() || isPastPatience(leaver, nowNs))) {
                iterator.remove();
                close(leaver.deployment);
                any = true;
            }
        }
        return any;
    }

    private static boolean isPastPatience(Leaver leaver, long nowNs) {
        if (nowNs - leaver.patienceEndsNs < 0) {
            return false;
        }
        LOG.warn("{}: closed with requests still running: {}", leaver.deployment, leaver.deployment.running());
        leaver.deployment.shut();
        return true;
    }

    private void close(Deployment deployment) {
        deployment.become(DeploymentState.CLOSED, "nobody calls it any more");
        closing.add(deployment);
        closes.execute(() -> {
            try {
                deployment.close();
                LOG.info("{}: closed", deployment);
            } finally {
                closing.remove(deployment);
            }
        });
    }
}
