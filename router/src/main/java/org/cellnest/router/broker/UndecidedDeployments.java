package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the undecided deployments of a registration, and orders them in rounds. A deployment that conflicts with
 * another of the same cell is decided after that other one, which may just have dropped the route. Used by the broker's
 * thread alone.
 */
final class UndecidedDeployments {
    private final Set<String> names = new HashSet<>();
    private Deque<DeploymentCheck> round = new ArrayDeque<>();
    private Deque<DeploymentCheck> later = new ArrayDeque<>();
    /** Whether a deployment was decided in this round. */
    private boolean progress;
    /** Whether all remaining deployments wait for one another. */
    private boolean stuck;

    void add(DeploymentCheck check) {
        names.add(check.deployment());
        round.add(check);
    }

    /** Returns the next deployment to check, or null if all are decided. */
    @Nullable
    DeploymentCheck next() {
        if (round.isEmpty()) {
            Deque<DeploymentCheck> checked = round;
            round = later;
            later = checked;
            stuck = !progress;
            progress = false;
        }
        return round.poll();
    }

    /** Postpones a deployment until its holder is decided; returns false if there is no decision to wait for. */
    boolean putOff(DeploymentCheck check) {
        if (stuck || !names.contains(check.holder())) {
            return false;
        }
        later.add(check);
        return true;
    }

    /** Notes that a deployment is accepted or refused. */
    void onDecided(DeploymentCheck check) {
        names.remove(check.deployment());
        progress = true;
    }
}
