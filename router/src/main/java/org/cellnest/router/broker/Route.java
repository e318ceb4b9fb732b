package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A route of the table: one method of one canonical shape, held by one deployment, served by any number of cells. It is
 * known while a {@link Claim} to it is in force, either of a cell that serves it or of a lost cell that may return.
 * Used by the broker's thread alone.
 */
public final class Route {
    private static final int NOT_ACTIVE = -1;

    /** The route's number, which increases with each route that is created and is never reused. */
    public final long id;

    public final RouteKey key;
    public final PathTemplate template;
    final String deployment;
    final RouteMetrics metrics = new RouteMetrics();
    /** The route's index among the {@link ActiveRoutes}, or {@value #NOT_ACTIVE}. */
    private int activeIndex = NOT_ACTIVE;

    private boolean gone;
    final ExchangeQueue parked = new ExchangeQueue();
    /**
     * The cells that serve the route, in the order of their registrations; servers without a standing claim are soon
     * swept.
     */
    final List<ServingCell> servers = new ArrayList<>(2);
    /** The claims of lost cells that may return. */
    private List<Claim> lost = List.of();

    private @Nullable Route predecessor;
    private boolean everKnown;
    private final boolean endsInRest;

    /** The time at which the route was added to the table. */
    final long sinceNs;

    private @Nullable RouteSnapshot lastSnapshot;
    private RouteInfo info;
    private long timeoutNs;
    private @Nullable Boolean idempotent;
    private boolean inner;
    private String version = "";
    /** The description that applies once {@code nextClaim} is in force. */
    private @Nullable RouteInfo nextInfo;

    private @Nullable Claim nextClaim;
    private int turn;

    Route(long id, RouteKey key, PathTemplate template, RouteInfo info, long sinceNs) {
        this.id = id;
        this.key = key;
        this.template = template;
        this.deployment = info.deployment();
        this.sinceNs = sinceNs;
        this.info = info;
        List<Segment> segments = template.segments();
        this.endsInRest = segments.get(segments.size() - 1) instanceof Segment.Rest;
        describe(info);
    }

    // Its place in the table.

    /** Returns the route of another deployment that this route replaces, until that route is swept; or null. */
    @Nullable
    Route predecessor() {
        return predecessor;
    }

    /** Makes this route replace another deployment's route as soon as this one is known. */
    void succeeds(Route before) {
        predecessor = before;
    }

    /** Forgets the route that this one replaces or would have replaced, and returns it, or null if there is none. */
    @Nullable
    Route dropPredecessor() {
        Route before = predecessor;
        predecessor = null;
        return before;
    }

    /** Marks the route as removed from the table. */
    void onRemoved() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    boolean isActive() {
        return activeIndex != NOT_ACTIVE;
    }

    int activeIndex() {
        return activeIndex;
    }

    /** Sets the route's index among the {@link ActiveRoutes}. */
    void activeAt(int index) {
        activeIndex = index;
    }

    void inactive() {
        activeIndex = NOT_ACTIVE;
    }

    // Claims to it.

    /** Adds a claim of a registration in progress; cells of one pool are expected to describe the route alike. */
    void announce(Claim claim, RouteInfo latest) {
        servers.add(new ServingCell(claim, latest.number()));
        nextInfo = latest;
        nextClaim = claim;
    }

    /** Adopts the description of the latest registration, if that is in force by now. */
    private void settle() {
        Claim claim = nextClaim;
        RouteInfo latest = nextInfo;
        if (claim == null || latest == null || claim.isPending()) {
            return;
        }
        nextClaim = null;
        nextInfo = null;
        if (claim.isInForce()) {
            describe(latest);
            version = claim.version;
        }
    }

    private void describe(RouteInfo latest) {
        info = latest;
        timeoutNs = latest.timeoutMs() * 1_000_000L;
        idempotent = latest.idempotent();
        inner = latest.inner();
    }

    /** Removes the servers whose claim does not stand, and the lost claims that are not in force. */
    void sweep() {
        settle();
        for (ServingCell servingCell : servers) {
            if (servingCell.claim().state() == Claim.State.LOST) {
                if (lost.isEmpty()) {
                    lost = new ArrayList<>(1);
                }
                lost.add(servingCell.claim());
            }
        }
        servers.removeIf(
                servingCell -> !servingCell.stands() && !servingCell.claim().isPending());
        if (!lost.isEmpty()) {
            lost.removeIf(claim -> !claim.isInForce());
        }
    }

    /** Returns the description in the latest registration. */
    RouteInfo info() {
        settle();
        return info;
    }

    /** Returns the version of the deployment in the latest registration; may be empty. */
    String version() {
        settle();
        return version;
    }

    /** Returns the maximum time of a request in nanoseconds, or 0 for the nest's default. */
    long timeoutNs() {
        settle();
        return timeoutNs;
    }

    /** Whether a request may be started twice, or null if its method decides. */
    @Nullable
    Boolean idempotent() {
        settle();
        return idempotent;
    }

    boolean inner() {
        settle();
        return inner;
    }

    /** Whether requests are matched with the route: a cell serves it, or was lost and may return. */
    boolean isKnown() {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).claim().isInForce()) {
                return true;
            }
        }
        for (int i = 0; i < lost.size(); i++) {
            if (lost.get(i).isInForce()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether requests may wait for the route. A route that ends in a rest matches any path that clients try. Therefore
     * requests for it do not wait once its deployment is not likely to return.
     */
    boolean isWorthWaitingFor(long nowNs) {
        if (!endsInRest) {
            return true;
        }
        for (ServingCell servingCell : servers) {
            if (servingCell.claim().isLikely(nowNs)) {
                return true;
            }
        }
        for (Claim claim : lost) {
            if (claim.isLikely(nowNs)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the route in force: this one, or else the route that it replaces, or null. */
    @Nullable
    Route inForce() {
        if (isKnown()) {
            return this;
        }
        Route before = predecessor;
        return before != null && before.isKnown() ? before : null;
    }

    /** Whether the route was ever known. */
    boolean wasEverKnown() {
        return everKnown;
    }

    /** Marks the route as known. */
    void onKnown() {
        everKnown = true;
    }

    // Its cells.

    /**
     * Returns the index in {@link #servers} at which the next pick of a cell begins, so that equally loaded cells take
     * turns.
     */
    int turn() {
        return turn;
    }

    /** Begins the next pick of a cell at the next server. */
    void passTurn() {
        turn = (turn + 1) % servers.size();
    }

    /** Returns the number of cells that serve the route. */
    int serverCount() {
        int count = 0;
        for (int i = 0; i < servers.size(); i++) {
            count += servers.get(i).stands() ? 1 : 0;
        }
        return count;
    }

    /** Whether a cell that serves the route has room, and none of them has room for its deployment. */
    boolean isDeploymentFull() {
        for (ServingCell servingCell : servers) {
            if (servingCell.cell().hasRoom() && servingCell.load().isFull()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the server of a cell that serves the route, or null. */
    @Nullable
    ServingCell serverOf(CellSession cell) {
        for (ServingCell servingCell : servers) {
            if (servingCell.cell() == cell && servingCell.stands()) {
                return servingCell;
            }
        }
        return null;
    }

    /** Returns the latest snapshot of the route, or null. */
    @Nullable
    RouteSnapshot lastSnapshot() {
        return lastSnapshot;
    }

    void keepSnapshot(RouteSnapshot taken) {
        lastSnapshot = taken;
    }

    @Override
    public String toString() {
        return key.method() + " " + template;
    }
}
