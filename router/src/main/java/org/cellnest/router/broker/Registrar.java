package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/**
 * Applies the cells' registrations to the route table, one after the other and each in pieces.
 *
 * <p>A registration is declarative: a deployment that it no longer names is gone at once. The routes of a lost cell
 * stay known for a while. A refused deployment keeps the cell's earlier announcement under the same name, so that the
 * last good version keeps serving. Used by the broker's thread alone.
 */
final class Registrar {
    /** The time within which a restarted process usually has its routes back. */
    private static final long LIKELY_RETURN_NS = TimeUnit.SECONDS.toNanos(10);

    /** A listener for registrations that stand. */
    interface Listener {
        /**
         * Reports that a cell's registration is in force from now on; the verdicts are in the order of its deployments.
         */
        void onStanding(CellSession cell, Register register, List<DeploymentVerdict> verdicts, long nowNs);
    }

    private final BrokerSettings settings;
    private final RouteTable table;
    private final BrokerEvents events;
    private final Tasks tasks;
    private final Consumer<Route> rematch;
    private final Listener listener;
    /** The changes of the table, executed one after the other. */
    private final Deque<Tasks.Task> jobs = new ArrayDeque<>();
    /** Registrations that have not begun, at most one of each cell. */
    private final Map<CellSession, Registration> waitingByCell = new HashMap<>();
    /**
     * The claims of lost cells in the order of their loss, which is the order in which they end; ended claims may
     * remain.
     */
    private final Deque<Claim> lost = new ArrayDeque<>();

    private final Map<String, Set<Claim>> lostByCell = new HashMap<>();
    private int lostRoutes;
    private Tasks.@Nullable Task job;
    private boolean working;

    /** @param rematch receives the routes whose parked requests have to be matched again */
    Registrar(
            BrokerSettings settings,
            RouteTable table,
            BrokerEvents events,
            Tasks tasks,
            Consumer<Route> rematch,
            Listener listener) {
        this.settings = settings;
        this.table = table;
        this.events = events;
        this.tasks = tasks;
        this.rematch = rematch;
        this.listener = listener;
    }

    /**
     * Adopts a cell's registration after the changes in progress. A waiting registration of the same cell is dropped.
     *
     * @param invalid the deployments with an invalid route
     */
    void register(
            CellSession cell,
            Register register,
            List<CompiledRoute> routes,
            Map<String, ParsedRegistration.Invalid> invalid) {
        forgetWaiting(cell);
        Registration registration = new Registration(this, table, events, cell, register, routes, invalid);
        waitingByCell.put(cell, registration);
        submit(registration);
    }

    private void forgetWaiting(CellSession cell) {
        Registration waiting = waitingByCell.remove(cell);
        if (waiting != null) {
            jobs.remove(waiting);
        }
    }

    private void submit(Tasks.Task next) {
        jobs.add(next);
        if (!working) {
            working = true;
            tasks.add(nowNs -> working = work(nowNs));
        }
    }

    private boolean work(long nowNs) {
        Tasks.Task present = job;
        if (present == null) {
            present = jobs.poll();
            if (present instanceof Registration registration) {
                waitingByCell.remove(registration.cell());
            }
        }
        job = present != null && present.step(nowNs) ? present : null;
        return job != null || !jobs.isEmpty();
    }

    /**
     * Keeps the routes of a lost cell known for a while. The cell is expected back soon, unless an operator has evicted
     * it.
     */
    void onCellLost(CellSession cell, ErrorCode cause, long nowNs) {
        forgetWaiting(cell);
        List<Claim> claims = cell.removeClaims();
        long returnNs = cause == ErrorCode.KICKED ? 0 : Math.min(LIKELY_RETURN_NS, settings.knownForNs());
        claims.forEach(claim -> lose(claim, nowNs + returnNs, nowNs));
        if (!claims.isEmpty()) {
            Sweep swept = sweep(claims);
            submit(nowLaterNs -> swept.step());
        }
        onTimers(nowNs);
    }

    /** Keeps the routes of a paused deployment known as if the cell were lost, since the cell serves them later. */
    void pause(Claim claim, long nowNs) {
        lose(claim, nowNs + settings.knownForNs(), nowNs);
    }

    private void lose(Claim claim, long expectedUntilNs, long nowNs) {
        claim.lose(expectedUntilNs, nowNs + settings.knownForNs());
        lost.add(claim);
        lostByCell
                .computeIfAbsent(claim.cell.peerId, id -> new LinkedHashSet<>())
                .add(claim);
        lostRoutes += claim.routes().size();
    }

    /** Ends the lost claims of a cell; returns them, to be swept. */
    List<Claim> dropLost(String cellId) {
        List<Claim> claims = List.copyOf(lostByCell.getOrDefault(cellId, Set.of()));
        claims.forEach(this::drop);
        return claims;
    }

    private void drop(Claim claim) {
        Set<Claim> ofCell = lostByCell.get(claim.cell.peerId);
        if (ofCell != null && ofCell.remove(claim) && ofCell.isEmpty()) {
            lostByCell.remove(claim.cell.peerId);
        }
        lostRoutes -= claim.routes().size();
        claim.drop();
    }

    /**
     * Ends the claims of cells that did not return in time. The oldest end sooner if lost claims have too many routes.
     */
    void onTimers(long nowNs) {
        List<Claim> ended = new ArrayList<>();
        Claim claim;
        while ((claim = firstLost()) != null && (claim.untilNs() - nowNs <= 0 || lostRoutes > settings.maxRoutes())) {
            drop(claim);
            ended.add(claim);
        }
        if (!ended.isEmpty()) {
            table.onChanged();
            Sweep swept = sweep(ended);
            submit(nowLaterNs -> {
                boolean more = swept.step();
                if (!more) {
                    onSwept("no cell that serves them has come back", swept);
                }
                return more;
            });
        }
    }

    private @Nullable Claim firstLost() {
        Claim first = lost.peek();
        while (first != null && !first.isInForce()) {
            lost.remove();
            first = lost.peek();
        }
        return first;
    }

    /** Returns the time at which {@link #onTimers} next has a claim to end, or {@link Long#MAX_VALUE}. */
    long nextTimerNs() {
        Claim first = firstLost();
        return first == null ? Long.MAX_VALUE : first.untilNs();
    }

    // For registrations.

    int maxRoutes() {
        return settings.maxRoutes();
    }

    Sweep sweep(List<Claim> claims) {
        return new Sweep(table, rematch, claims);
    }

    void onStanding(CellSession cell, Register register, List<DeploymentVerdict> verdicts, long nowNs) {
        listener.onStanding(cell, register, verdicts, nowNs);
    }

    void onSwept(String reason, Sweep sweep) {
        if (!sweep.gone().isEmpty()) {
            events.onRoutesGone(reason, sweep.gone());
        }
    }
}
