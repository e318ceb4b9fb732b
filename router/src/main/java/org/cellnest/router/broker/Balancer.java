package org.cellnest.router.broker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks the cell with the least in flight for its weight; cells with equal load take turns. */
final class Balancer {
    private Balancer() {}

    /**
     * Returns the cell that should receive a request, or null if each cell is full, leaving, or has refused the
     * request.
     */
    static @Nullable ServingCell pick(Route route, Exchange exchange) {
        ServingCell best = best(route, exchange);
        if (route.servers.size() > 1) {
            route.passTurn();
        }
        return best;
    }

    /**
     * Returns the cell that {@link #pick} would choose now, without using up a turn; without an exchange: for a new
     * request.
     */
    static @Nullable ServingCell best(Route route, @Nullable Exchange exchange) {
        List<ServingCell> servers = route.servers;
        int count = servers.size();
        ServingCell best = null;
        boolean uploads = exchange != null && exchange.isUploading();
        for (int i = 0; i < count; i++) {
            int index = route.turn() + i;
            ServingCell candidate = servers.get(index < count ? index : index % count);
            CellSession cell = candidate.cell();
            if (candidate.stands()
                    && candidate.hasRoom(uploads)
                    && (exchange == null || !exchange.isRefusedBy(cell))
                    && (best == null || cell.isLessLoadedThan(best.cell(), uploads))) {
                best = candidate;
            }
        }
        return best;
    }
}
