package org.cellnest.router.control;

import java.util.List;
import org.cellnest.process.ops.OpsException;
import org.cellnest.router.snapshot.Seen;
import org.cellnest.router.snapshot.SeenCell;
import org.cellnest.router.snapshot.SeenGateway;
import org.cellnest.router.snapshot.SeenRoute;
import org.jspecify.annotations.Nullable;

/** Looks things up in a survey. */
final class Find {
    private Find() {}

    /** The route of an id, by halves; or null. */
    static @Nullable SeenRoute route(Seen seen, long id) {
        List<SeenRoute> routes = seen.routes();
        int low = 0;
        int high = routes.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            SeenRoute route = routes.get(middle);
            if (route.id() == id) {
                return route;
            }
            if (route.id() < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    static SeenRoute route(Seen seen, String id) throws OpsException {
        SeenRoute route = null;
        try {
            route = route(seen, Long.parseLong(id));
        } catch (NumberFormatException e) {
            // It is none of ours.
        }
        if (route == null) {
            throw new OpsException(404, "no route has the id " + id + " (expected: one that nest ls routes lists)");
        }
        return route;
    }

    static SeenCell cell(Seen seen, String id) throws OpsException {
        for (SeenCell cell : seen.cells()) {
            if (cell.id().equals(id)) {
                return cell;
            }
        }
        throw new OpsException(404, "no cell has the id " + id + " (expected: one that nest ls cells lists)");
    }

    static SeenGateway gateway(Seen seen, String id) throws OpsException {
        for (SeenGateway gateway : seen.gateways()) {
            if (gateway.id().equals(id)) {
                return gateway;
            }
        }
        throw new OpsException(404, "no gateway has the id " + id + " (expected: one that nest ls gateways lists)");
    }
}
