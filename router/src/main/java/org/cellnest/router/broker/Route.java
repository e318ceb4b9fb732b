package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A route of the table: one method of one canonical shape, held by one deployment, served by any number of cells. It
 * is known while a {@link Claim} to it is in force, of a cell that serves it or of one that was lost and may come back. Used
 * by the broker's thread alone.
 */
public final class Route {
    private static final int NOT_ACTIVE = -1;

    /** Counts up with each route that is created; none is ever used again. */
    public final long id;

    public final RouteKey key;
    public final PathTemplate template;
    final String deployment;
    final RouteMetrics metrics = new RouteMetrics();
    /** Its place among the {@link ActiveRoutes}, or {@value #NOT_ACTIVE}. */
    private int activeIndex = NOT_ACTIVE;

    private boolean gone;
    final ExchangeQueue parked = new ExchangeQueue();
    /** In the order of their registrations; those whose claim does not stand are not here for long. */
    final List<ServingCell> servers = new ArrayList<>(2);
    /** The claims of cells that were lost and may come back. */
    private List<Claim> lost = List.of();

    private @Nullable Route predecessor;
    private boolean everKnown;
    private final boolean endsInRest;

    /** When it became known. */
    final long sinceNs;

    private @Nullable RouteSnapshot lastSnapshot;
    private RouteInfo info;
    private long timeoutNs;
    private @Nullable Boolean idempotent;
    private boolean inner;
    private String version = "";
    /** The description of it once a claim is in force, and that claim. */
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

    /** The route of another deployment that this one takes the place of, until it is swept; or null. */
    @Nullable
    Route predecessor() {
        return predecessor;
    }

    /** From now on this takes the place of another deployment's route as soon as it is known. */
    void succeeds(Route before) {
        predecessor = before;
    }

    /** It takes no other route's place any more; returns the one whose place it took or would have taken, or null. */
    @Nullable
    Route dropPredecessor() {
        Route before = predecessor;
        predecessor = null;
        return before;
    }

    /** The table has it no more. */
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

    /** It has a place among the {@link ActiveRoutes}. */
    void activeAt(int index) {
        activeIndex = index;
    }

    void inactive() {
        activeIndex = NOT_ACTIVE;
    }

    // Claims to it.

    /** A registration under way announces it; cells of one pool are expected to say the same of it. */
    void announce(Claim claim, RouteInfo latest) {
        servers.add(new ServingCell(claim, latest.number()));
        nextInfo = latest;
        nextClaim = claim;
    }

    /** Takes over what the latest registration says of it, if that is in force by now. */
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

    /** What the latest registration says of it. */
    RouteInfo info() {
        settle();
        return info;
    }

    /** The version of the deployment that the latest registration announced it with; may be empty. */
    String version() {
        settle();
        return version;
    }

    /** The longest a request may take, or 0 for the nest's default. */
    long timeoutNs() {
        settle();
        return timeoutNs;
    }

    /** Whether a request may be started twice, or null if that is as its method says. */
    @Nullable
    Boolean idempotent() {
        settle();
        return idempotent;
    }

    boolean inner() {
        settle();
        return inner;
    }

    /** Whether requests are for it: a cell serves it, or was lost and may come back. */
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
     * Whether requests may wait for it. A route that ends in a rest matches whatever strangers try, so nothing waits for it
     * once its deployment is not likely to return.
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

    /** The route that requests are for: this one, or else the one whose place it takes, or none. */
    @Nullable
    Route inForce() {
        if (isKnown()) {
            return this;
        }
        Route before = predecessor;
        return before != null && before.isKnown() ? before : null;
    }

    /** Whether listeners have been notified of it. */
    boolean wasEverKnown() {
        return everKnown;
    }

    /** It is known, and listeners are notified of that. */
    void onKnown() {
        everKnown = true;
    }

    // Its cells.

    /** The index in {@link #servers} at which the next look for a cell begins, so that equals take turns. */
    int turn() {
        return turn;
    }

    /** The next look for a cell begins at the next one. */
    void passTurn() {
        turn = (turn + 1) % servers.size();
    }

    /** The number of cells that serve it. */
    int serverCount() {
        int count = 0;
        for (int i = 0; i < servers.size(); i++) {
            count += servers.get(i).stands() ? 1 : 0;
        }
        return count;
    }

    /** Whether some cell that serves it has room, and none for its deployment. */
    boolean isDeploymentFull() {
        for (ServingCell servingCell : servers) {
            if (servingCell.cell().hasRoom() && servingCell.load().isFull()) {
                return true;
            }
        }
        return false;
    }

    /** The server of a cell that serves it, or null. */
    @Nullable
    ServingCell serverOf(CellSession cell) {
        for (ServingCell servingCell : servers) {
            if (servingCell.cell() == cell && servingCell.stands()) {
                return servingCell;
            }
        }
        return null;
    }

    /** The snapshot that was taken of it last, or null. */
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
