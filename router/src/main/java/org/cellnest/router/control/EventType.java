package org.cellnest.router.control;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The type of an event; in JSON in lower case with dashes. */
public enum EventType {
    CELL_JOINED,
    CELL_LEFT,
    CELL_LOST,
    CELL_DRAINING,
    CELL_DRAINED,
    CELL_RESUMED,
    CELL_KICKED,
    GATEWAY_JOINED,
    GATEWAY_LEFT,
    GATEWAY_LOST,
    PEER_REFUSED,
    DEPLOYMENT_ADDED,
    DEPLOYMENT_SWAPPED,
    DEPLOYMENT_PAUSED,
    DEPLOYMENT_REMOVED,
    DEPLOYMENT_REFUSED,
    DEPLOYMENT_FAILED,
    DEPLOYMENT_DEGRADED,
    DEPLOYMENT_MENDED,
    DEPLOYMENT_RECONFIGURED,
    LOG_LEVEL_CHANGED,
    ROUTES_ADDED,
    ROUTES_GONE,
    ROUTER_READY,
    ROUTER_OVERLOADED,
    ROUTER_RELIEVED,
    ROUTER_DRAINING;

    /** Returns the name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
