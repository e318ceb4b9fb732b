package org.cellnest.protocol;

import java.util.List;
import java.util.Map;

/**
 * A page of the routes that gateways may reach.
 *
 * @param revision of the router's table when this was written; higher after each change, and meaningful to this
 *     router alone
 * @param after the position from the request
 * @param next the position to request after this page; 0: this is the last
 * @param versions the version of each deployment that has a route here; empty: not stated
 * @param routes the routes, each with one method; their numbers have no meaning. None, if the revision is the one
 *     that the gateway reported as known
 */
public record Description(long revision, long after, long next, Map<String, String> versions, List<RouteInfo> routes)
        implements Message {
    public Description {
        versions = DisplayLimits.values(versions);
        routes = routes == null ? List.of() : List.copyOf(routes);
    }

    @Override
    public MessageType type() {
        return MessageType.DESCRIPTION;
    }
}
