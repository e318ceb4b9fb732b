package org.cellnest.gateway.docs;

import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;

/**
 * What one router told of its routes. The same object as long as the router says that nothing has changed.
 *
 * @param routes each with one method
 * @param versions the versions of deployments, where they are known
 * @param whole false: there were more than are taken
 */
public record RouterRoutes(List<RouteInfo> routes, Map<String, String> versions, boolean whole) {
    public RouterRoutes {
        routes = List.copyOf(routes);
        versions = Map.copyOf(versions);
    }
}
