package org.cellnest.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellnest.process.ops.OpsException;

/** Finds the routes that no other cell would take requests for, and refuses to leave them without one. On the broker's thread. */
final class LastServer {
    private static final int MAX_NAMED = 5;

    private LastServer() {}

    /** @throws OpsException 412 where the cell is the last of a route */
    static void refuse(CellSession cell) throws OpsException {
        List<Route> alone = routesOf(cell);
        if (alone.isEmpty()) {
            return;
        }
        String named = alone.stream().limit(MAX_NAMED).map(Route::toString).collect(Collectors.joining(", "));
        String more = alone.size() > MAX_NAMED ? " and " + (alone.size() - MAX_NAMED) + " more" : "";
        throw new OpsException(
                412,
                "cell " + cell.peerId + " is the last that serves " + named + more
                        + "; their requests would wait, and then be answered 503"
                        + " (expected: another cell that serves them, or a request without last=refuse)");
    }

    private static List<Route> routesOf(CellSession cell) {
        List<Route> alone = new ArrayList<>();
        if (takesNothingNew(cell)) {
            return alone;
        }
        for (Map<RouteKey, Route> held : cell.routesByDeployment.values()) {
            for (Route route : held.values()) {
                if (route.servers.stream().allMatch(server -> server.cell() == cell || takesNothingNew(server.cell()))) {
                    alone.add(route);
                }
            }
        }
        return alone;
    }

    private static boolean takesNothingNew(CellSession cell) {
        return cell.drained || cell.draining || cell.ended;
    }
}
