package org.cellnest.protocol;

import java.util.List;
import java.util.Map;

/**
 * Some of the routes that gateways may reach.
 *
 * @param revision of the router's table when this was written; higher after each change, and known to this router alone
 * @param after as in the question
 * @param next what to ask for after this; 0: this is the last
 * @param versions the version of each deployment that has a route here; empty: not said
 * @param routes the routes, each with one method; their numbers are of no meaning. None, if the revision is the one that
 *     the gateway said it has
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
