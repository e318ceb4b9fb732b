package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Collects the failure reports that an announcement carries beside its deployments. They concern stuck and full
 * deployments, files that do not serve, leaks, and a deployment that ends the process. For the deploying thread alone.
 */
final class TroubleReports {
    private final StuckReports stuck;
    private final FullReports full;
    private final FailureFiles failures;
    private final ClosedLoaders closed;
    private final Clock clock;
    private @Nullable JarFailure exit;
    private boolean exitChanged;

    TroubleReports(FailureFiles failures, ClosedLoaders closed, Clock clock) {
        this.stuck = new StuckReports(clock);
        this.full = new FullReports(clock);
        this.failures = failures;
        this.closed = closed;
        this.clock = clock;
    }

    /** Examines the deployments that are loaded. Returns when this is due again. */
    long onTurn(Collection<Deployment> loaded, long nowNs) {
        long nextNs = stuck.onTurn(loaded, nowNs);
        full.onTurn(loaded, nowNs);
        closed.onTurn(nowNs);
        return nextNs;
    }

    /** Records that a deployment ends the process. */
    void onExit(GuestExit exiting) {
        exit = new JarFailure("", exiting.deployment(), exiting.reason(), clock.epochMillis());
        exitChanged = true;
    }

    /** Returns whether {@link #all} has changed since the last call. */
    boolean pollChanged() {
        boolean changed = exitChanged;
        exitChanged = false;
        changed |= stuck.pollChanged();
        changed |= full.pollChanged();
        changed |= failures.pollChanged();
        changed |= closed.pollChanged();
        return changed;
    }

    /** Lists troubles of deployments that serve, then files that do not, then leaks. */
    List<JarFailure> all() {
        List<JarFailure> all = new ArrayList<>(stuck.troubles());
        all.addAll(full.troubles());
        if (exit != null) {
            all.add(exit);
        }
        all.addAll(failures.failures());
        all.addAll(closed.troubles());
        return all;
    }
}
