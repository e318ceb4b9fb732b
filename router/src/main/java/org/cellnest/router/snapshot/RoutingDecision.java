package org.cellnest.router.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the broker would do with a request, decided as it decides for real but for what that would change.
 *
 * @param route the route that answers, or null
 * @param innerRoute where no route answers: one that would, were it not for cells alone; or null
 * @param allowed the methods that are answered at the path by gateways, sorted; with OPTIONS
 * @param candidates the cells that serve the route
 * @param pick the cell that would be given the request now, or null
 * @param idempotent whether the request may be started twice
 * @param timeoutNs the longest it may take
 * @param ready whether the router already answers that a path is unknown
 * @param waits whether the request waits where no cell can take it now
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
    /** How many cells are listed. */
    public static final int MAX_CANDIDATES = 200;

    /**
     * A cell that serves the route.
     *
     * @param fullWith of the requests in flight, those of the route's deployment, where the cell grants it no more; else 0
     */
    public record Candidate(
            String cell, CellState state, int weight, int concurrency, int inFlight, boolean eligible, int fullWith) {}
}
