package org.cellnest.router;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.cellnest.router.control.SeenRoute;
import org.jspecify.annotations.Nullable;

/**
 * A route of the table: one method of one canonical shape, held by one deployment, served by any number of cells. It
 * stays known without a server for as long as a cell that was lost may come back (its ghosts).
 */
final class Route {
    /** Counts up with each route that is created; none is ever used again. */
    final long id;

    final RouteKey key;
    final PathTemplate template;
    final String deployment;
    final RouteFigures figures = new RouteFigures();
    /** Its place among those that have answered, owned by AskedRoutes; -1: none. */
    int askedAt = -1;
    /** Whether the table has it no more. */
    boolean gone;

    final ExchangeQueue parked = new ExchangeQueue();
    final List<Server> servers = new ArrayList<>(2);
    /** Until when each lost cell's claim keeps the route known, by the cell's id. */
    final Map<String, Long> ghostUntilNsByCell = new HashMap<>(2);

    /** Until when a cell of the deployment may be expected to be back, in case none serves it. */
    private long expectedUntilNs;

    private final boolean endsInRest;

    /** When it became known. */
    final long sinceNs;

    /** As a {@link Survey} saw it last. */
    @Nullable
    SeenRoute lastSeen;

    private RouteInfo info;
    private long timeoutNs;
    private @Nullable Boolean idempotent;
    private boolean inner;
    private String version = "";
    /** Where the next look for a cell begins, so that equals take turns. */
    int turn;

    Route(long id, RouteKey key, PathTemplate template, RouteInfo info, long sinceNs) {
        this.id = id;
        this.key = key;
        this.template = template;
        this.deployment = info.deployment();
        this.sinceNs = sinceNs;
        this.expectedUntilNs = sinceNs;
        this.info = info;
        List<Segment> segments = template.segments();
        this.endsInRest = segments.get(segments.size() - 1) instanceof Segment.Rest;
        describe(info);
    }

    /** Takes over what the latest registration says of the route; cells of one pool are expected to agree. */
    void describe(RouteInfo latest) {
        info = latest;
        timeoutNs = latest.timeoutMs() * 1_000_000L;
        idempotent = latest.idempotent();
        inner = latest.inner();
    }

    /** What the latest registration says of it. */
    RouteInfo info() {
        return info;
    }

    /** The version of the deployment that the latest registration announced it with; may be empty. */
    String version() {
        return version;
    }

    void version(String announced) {
        version = announced;
    }

    /** The longest a request may take, or 0 for the nest's default. */
    long timeoutNs() {
        return timeoutNs;
    }

    /** Whether a request may be started twice, or null if that is as its method says. */
    @Nullable
    Boolean idempotent() {
        return idempotent;
    }

    boolean inner() {
        return inner;
    }

    boolean isKnown() {
        return !servers.isEmpty() || !ghostUntilNsByCell.isEmpty();
    }

    /** A cell that serves it is gone, or paused, and may be expected to be back by then. */
    void expectBack(long untilNs) {
        if (untilNs - expectedUntilNs > 0) {
            expectedUntilNs = untilNs;
        }
    }

    /**
     * Whether requests may wait for it. A route that ends in a rest matches whatever strangers try, so nothing waits for it
     * once its deployment is not likely to return.
     */
    boolean isWorthWaitingFor(long nowNs) {
        return !endsInRest || !servers.isEmpty() || nowNs - expectedUntilNs < 0;
    }

    @Nullable
    Server serverOf(CellSession cell) {
        for (Server server : servers) {
            if (server.cell() == cell) {
                return server;
            }
        }
        return null;
    }

    /** Adds a cell, or gives it another number. */
    void serve(CellSession cell, int number) {
        Server server = new Server(cell, number, cell.load(deployment));
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).cell() == cell) {
                servers.set(i, server);
                return;
            }
        }
        servers.add(server);
    }

    void withdraw(CellSession cell) {
        servers.removeIf(server -> server.cell() == cell);
    }

    @Override
    public String toString() {
        return key.method() + " " + template;
    }
}
