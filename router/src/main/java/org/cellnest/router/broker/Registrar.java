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
 * Makes the route table say what the cells have reported, one registration after the other and each in pieces. A
 * registration is declarative: what it no longer names is gone at once, while the routes of a cell that was lost stay known
 * for a while. A deployment that is refused leaves what its cell announced under the same name before, so that the last good
 * version keeps serving. Used by the broker's thread alone.
 */
final class Registrar {
    /** A process that is started again has its routes back sooner, as a rule. */
    private static final long LIKELY_RETURN_NS = TimeUnit.SECONDS.toNanos(10);

    /** A listener that is told that a registration stands. */
    interface Listener {
        /** All go by a cell's registration from now on; the verdicts are in the order of its deployments. */
        void onStanding(CellSession cell, Register register, List<DeploymentVerdict> verdicts, long nowNs);
    }

    private final BrokerSettings settings;
    private final RouteTable table;
    private final BrokerEvents events;
    private final Tasks tasks;
    private final Consumer<Route> rematch;
    private final Listener listener;
    /** The changes of the table, one after the other. */
    private final Deque<Tasks.Task> jobs = new ArrayDeque<>();
    /** Registrations that are not begun; of each cell there is one at most. */
    private final Map<CellSession, Registration> waitingByCell = new HashMap<>();
    /** In the order in which they end, which is the order in which they were lost; those that have ended before too. */
    private final Deque<Claim> lost = new ArrayDeque<>();

    private final Map<String, Set<Claim>> lostByCell = new HashMap<>();
    private int lostRoutes;
    private Tasks.@Nullable Task job;
    private boolean working;

    /** @param rematch is given the routes whose waiting requests have to be matched again */
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
     * Takes over a cell's state, after whatever is under way. One of the same cell that waits is forgotten.
     *
     * @param invalid the deployments one of whose routes is not valid
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
     * The cell is gone: its routes stay known for a while. It is likely to return soon if at all, and not if an operator has
     * sent it away.
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

    /** A cell serves a claim's routes later: they stay known as if the cell were lost. */
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

    /** Whatever is lost of a cell ends; returns it, to be swept. */
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

    /** Ends the claims of cells that did not come back in time, the oldest sooner if they are to too many routes. */
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

    /** When {@link #onTimers} next has something to do, or {@link Long#MAX_VALUE}. */
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
