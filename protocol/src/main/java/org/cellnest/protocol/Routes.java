package org.cellnest.protocol;

import java.util.List;

/**
 * A page of the routes that a registration announces.
 *
 * @param revision of the registration the page belongs to
 * @param page its number, from 1 to the registration's {@code routesPages}, in order
 * @param routes the routes themselves
 */
public record Routes(long revision, int page, List<RouteInfo> routes) implements Message {
    public Routes {
        routes = routes == null ? List.of() : List.copyOf(routes);
    }

    @Override
    public MessageType type() {
        return MessageType.ROUTES;
    }
}
