package org.cellnest.router.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker's decision on a hypothetical request. It is made like a real one, but changes no state.
 *
 * @param route the route that answers, or null
 * @param innerRoute if no route answers, one that would if it were not for cells alone; or null
 * @param allowed the methods that gateways answer at the path, sorted; with OPTIONS
 * @param candidates the cells that serve the route
 * @param pick the cell that would be given the request now, or null
 * @param idempotent whether the request may be started twice
 * @param timeoutNs the longest it may take
 * @param ready whether the router already answers that a path is unknown
 * @param waits whether the request waits if no cell can take it now
 */
public record RoutingDecision(
        @Nullable RouteSnapshot route,
        @Nullable RouteSnapshot innerRoute,
        List<String> allowed,
        List<Candidate> candidates,
        @Nullable String pick,
        boolean idempotent,
        long timeoutNs,
        boolean ready,
        boolean waits) {
    /** The maximum number of cells that are listed. */
    public static final int MAX_CANDIDATES = 200;

    /**
     * A cell that serves the route.
     *
     * @param fullWith the requests in flight of the route's deployment, if the cell grants it no more; else 0
     */
    public record Candidate(
            String cell, CellState state, int weight, int concurrency, int inFlight, boolean eligible, int fullWith) {}
}
