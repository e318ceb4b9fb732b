package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A session's announcement of one deployment. All its routes take effect, or cease, at once, because they depend on the
 * state of the claim. The table is adjusted before and after, in pieces. Used by the broker's thread alone.
 *
 * <pre>
 *   PENDING   -> STANDING, LOST (paused from the beginning), GONE (given up)
 *   STANDING  -> LOST, GONE
 *   LOST      -> GONE
 * </pre>
 */
public final class Claim {
    enum State {
        /** A claim of a registration in progress; it does not affect requests yet. */
        PENDING,
        /** The cell serves the routes. */
        STANDING,
        /** A claim of a cell that does not serve the routes at present; they stay known. */
        LOST,
        /** A claim of which no route is in force. */
        GONE
    }

    final CellSession cell;
    final String deployment;
    final String version;
    /** The cell's load of the deployment, through this claim and others. */
    final DeploymentLoad load;

    private List<Route> routes = new ArrayList<>();
    private State state = State.PENDING;
    private boolean leaving;
    private long untilNs;
    private long expectedUntilNs;

    Claim(CellSession cell, String deployment, String version) {
        this.cell = cell;
        this.deployment = deployment;
        this.version = version;
        this.load = cell.load(deployment);
    }

    /** Adds a route while the claim is pending. */
    void add(Route route) {
        routes.add(route);
    }

    /** Returns its routes; empty once they are swept. */
    public List<Route> routes() {
        return Collections.unmodifiableList(routes);
    }

    /** Forgets the routes, of which the table has none by this claim any more. */
    void onSwept() {
        routes = List.of();
    }

    /**
     * Notes whether the cell's registration in progress replaces or drops this claim; an earlier such registration may
     * have been given up.
     */
    void leaving(boolean leaves) {
        leaving = leaves;
    }

    /** Whether the cell's registration in progress has replaced or dropped this claim. */
    boolean isLeaving() {
        return leaving;
    }

    State state() {
        return state;
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    boolean isStanding() {
        return state == State.STANDING;
    }

    /** Whether its routes are known because of this claim. */
    boolean isInForce() {
        return state == State.STANDING || state == State.LOST;
    }

    /** Returns the time until which a lost claim is in force. */
    long untilNs() {
        return untilNs;
    }

    /** Whether its routes are served, or are expected to be served soon. */
    boolean isLikely(long nowNs) {
        return state == State.STANDING || (state == State.LOST && nowNs - expectedUntilNs < 0);
    }

    void stand() {
        become(State.STANDING);
    }

    /**
     * Notes that the cell does not serve the routes at present.
     *
     * @param backUntilNs the time until which the cell is expected to return
     * @param knownUntilNs the time until which the routes stay known in any case
     */
    void lose(long backUntilNs, long knownUntilNs) {
        expectedUntilNs = backUntilNs;
        untilNs = knownUntilNs;
        become(State.LOST);
    }

    void drop() {
        become(State.GONE);
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case PENDING -> next != State.PENDING;
            case STANDING -> next == State.LOST || next == State.GONE;
            case LOST -> next == State.GONE;
            case GONE -> false;
        };
        if (!legal) {
            throw new IllegalStateException(deployment + " of " + cell + ": " + state + " to " + next);
        }
        state = next;
    }
}
