package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of a registration that are not decided on yet, in rounds. One that is in conflict with another of the same
 * cell waits until the other had its turn, since that may no longer announce the route. Used by the broker's thread alone.
 */
final class UndecidedDeployments {
    private final Set<String> names = new HashSet<>();
    private Deque<DeploymentCheck> round = new ArrayDeque<>();
    private Deque<DeploymentCheck> later = new ArrayDeque<>();
    /** Whether any was decided on in this round. */
    private boolean progress;
    /** Whether all that are left wait for one another. */
    private boolean stuck;

    void add(DeploymentCheck check) {
        names.add(check.deployment());
        round.add(check);
    }

    /** The next one to check, or null if all are decided on. */
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

    /** One waits for its holder; false: there is nothing to wait for. */
    boolean putOff(DeploymentCheck check) {
        if (stuck || !names.contains(check.holder())) {
            return false;
        }
        later.add(check);
        return true;
    }

    /** One is accepted or refused. */
    void onDecided(DeploymentCheck check) {
        names.remove(check.deployment());
        progress = true;
    }
}
