package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A session's announcement of one deployment: its routes come into force, and cease, all at once and whatever their number,
 * since they go by the state of the claim. The table is brought in line before and after, in pieces. Used by the broker's
 * thread alone.
 *
 * <pre>
 *   PENDING   -> STANDING, LOST (paused from the beginning), GONE (given up)
 *   STANDING  -> LOST, GONE
 *   LOST      -> GONE
 * </pre>
 */
public final class Claim {
    enum State {
        /** The registration is under way: nobody goes by it yet. */
        PENDING,
        /** The cell serves the routes. */
        STANDING,
        /** The cell does not serve the routes just now, and they stay known. */
        LOST,
        /** Nothing of it is in force any more. */
        GONE
    }

    final CellSession cell;
    final String deployment;
    final String version;
    /** The cell's load of the deployment, by this claim and others. */
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

    /** One more route; while it is pending. */
    void add(Route route) {
        routes.add(route);
    }

    /** Its routes; none once they are swept. */
    public List<Route> routes() {
        return Collections.unmodifiableList(routes);
    }

    /** The table has nothing of it any more. */
    void onSwept() {
        routes = List.of();
    }

    /** Notes whether the registration under way of the same cell replaces or drops it; an earlier one may have been given up. */
    void leaving(boolean leaves) {
        leaving = leaves;
    }

    /** Whether the registration under way of the same cell has replaced or dropped it. */
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

    /** Whether its routes are known by it. */
    boolean isInForce() {
        return state == State.STANDING || state == State.LOST;
    }

    /** Until when it is in force, where it is lost. */
    long untilNs() {
        return untilNs;
    }

    /** Whether its routes are served, or may be expected to be soon. */
    boolean isLikely(long nowNs) {
        return state == State.STANDING || (state == State.LOST && nowNs - expectedUntilNs < 0);
    }

    void stand() {
        become(State.STANDING);
    }

    /**
     * The cell does not serve the routes just now.
     *
     * @param backUntilNs until when it may be expected to be back
     * @param knownUntilNs until when the routes stay known all the same
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
