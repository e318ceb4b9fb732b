package org.cellnest.gateway.docs;

import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;

/**
 * The routes that one router has reported. The same object is kept as long as the router reports no change.
 *
 * @param routes each with one method
 * @param versions the known versions of deployments
 * @param whole false: the router reported more routes than are kept
 */
public record RouterRoutes(List<RouteInfo> routes, Map<String, String> versions, boolean whole) {
    public RouterRoutes {
        routes = List.copyOf(routes);
        versions = Map.copyOf(versions);
    }
}
