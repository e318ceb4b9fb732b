package org.cellnest.router.control;

import java.util.List;
import org.cellnest.process.ops.OpsException;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.jspecify.annotations.Nullable;

/** Finds cells, gateways and routes in a snapshot by their ids. Stateless. */
final class SnapshotLookup {
    private SnapshotLookup() {}

    /** Returns the route of an id by bisection, or null. */
    static @Nullable RouteSnapshot route(NestSnapshot nestSnapshot, long id) {
        List<RouteSnapshot> routes = nestSnapshot.routes();
        int low = 0;
        int high = routes.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            RouteSnapshot route = routes.get(middle);
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

    static RouteSnapshot route(NestSnapshot nestSnapshot, String id) throws OpsException {
        RouteSnapshot route = null;
        try {
            route = route(nestSnapshot, Long.parseLong(id));
        } catch (NumberFormatException e) {
            // It is none of ours.
        }
        if (route == null) {
            throw new OpsException(404, "no route has the id " + id + " (expected: one that nest ls routes lists)");
        }
        return route;
    }

    static CellSnapshot cell(NestSnapshot nestSnapshot, String id) throws OpsException {
        for (CellSnapshot cell : nestSnapshot.cells()) {
            if (cell.id().equals(id)) {
                return cell;
            }
        }
        throw new OpsException(404, "no cell has the id " + id + " (expected: one that nest ls cells lists)");
    }

    static GatewaySnapshot gateway(NestSnapshot nestSnapshot, String id) throws OpsException {
        for (GatewaySnapshot gateway : nestSnapshot.gateways()) {
            if (gateway.id().equals(id)) {
                return gateway;
            }
        }
        throw new OpsException(404, "no gateway has the id " + id + " (expected: one that nest ls gateways lists)");
    }
}
