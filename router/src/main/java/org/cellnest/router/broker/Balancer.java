package org.cellnest.router.broker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks a cell: the one with the least in flight for its weight, equals in turn. */
final class Balancer {
    private Balancer() {}

    /** The cell that should have a request, or null if each one is full, leaving, or has refused it. */
    static @Nullable ServingCell pick(Route route, Exchange exchange) {
        ServingCell best = best(route, exchange);
        if (route.servers.size() > 1) {
            route.passTurn();
        }
        return best;
    }

    /** The cell that {@link #pick} would choose now, where nobody's turn passes by that; without an exchange: for a new one. */
    static @Nullable ServingCell best(Route route, @Nullable Exchange exchange) {
        List<ServingCell> servers = route.servers;
        int count = servers.size();
        ServingCell best = null;
        for (int i = 0; i < count; i++) {
            int index = route.turn() + i;
            ServingCell candidate = servers.get(index < count ? index : index % count);
            CellSession cell = candidate.cell();
            if (candidate.stands()
                    && candidate.load().hasRoom()
                    && (exchange == null || !exchange.isRefusedBy(cell))
                    && (best == null || cell.isLessLoadedThan(best.cell()))) {
                best = candidate;
            }
        }
        return best;
    }
}
