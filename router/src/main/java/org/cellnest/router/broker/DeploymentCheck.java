package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.route.RouteTrie;
import org.jspecify.annotations.Nullable;

/**
 * Checks, one route in each step, whether an announced deployment is compatible with the route table. Used by the
 * broker's thread alone.
 */
final class DeploymentCheck {
    enum State {
        /** More routes have to be checked. */
        CHECKING,
        /** A route belongs to another deployment of the cell, which the cell's registration may drop. */
        WAITING,
        /** The deployment can be accepted. */
        FREE,
        /** The deployment is refused. */
        REFUSED
    }

    private final CellSession cell;
    private final String deployment;
    private final List<CompiledRoute> routes;
    private final RouteTable table;
    private final int maxRoutes;
    private final Map<RouteKey, CompiledRoute> seen;
    private RouteTrie.Room room;
    private int next;
    /** The index of the next key within the next route's keys. */
    private int nextKey;

    private int added;
    private boolean waited;
    private String holder = "";
    private @Nullable DeploymentVerdict refusal;

    DeploymentCheck(CellSession cell, String deployment, List<CompiledRoute> routes, RouteTable table, int maxRoutes) {
        this.cell = cell;
        this.deployment = deployment;
        this.routes = routes;
        this.table = table;
        this.maxRoutes = maxRoutes;
        this.room = table.room();
        // It grows to a known size; to grow by and by would make some steps long.
        this.seen = new HashMap<>(2 * routes.size());
    }

    String deployment() {
        return deployment;
    }

    List<CompiledRoute> routes() {
        return routes;
    }

    /** Returns the deployment whose decision this check waits for. */
    String holder() {
        return holder;
    }

    /** Returns the reason of the refusal; while the check waits, the reason if the other deployment kept the route. */
    DeploymentVerdict refusal() {
        DeploymentVerdict why = refusal;
        if (why == null) {
            throw new IllegalStateException("nothing stands against " + deployment);
        }
        return why;
    }

    /** Checks the next route; after a wait, the route that it waited for. */
    State step() {
        if (next == routes.size()) {
            return onAllSeen();
        }
        CompiledRoute route = routes.get(next);
        while (nextKey < route.keys().size()) {
            State state = look(route, route.keys().get(nextKey));
            if (state != State.CHECKING) {
                return state;
            }
            nextKey++;
        }
        next++;
        nextKey = 0;
        return room.takes(route.template())
                ? State.CHECKING
                : refuse(
                        ErrorCode.LIMIT,
                        "its constraints would make matching slow (expected: fewer, or simpler expressions)",
                        "");
    }

    private State look(CompiledRoute route, RouteKey key) {
        String template = route.info().template();
        CompiledRoute twin = seen.get(key);
        if (twin != null) {
            return refuse(
                    ErrorCode.ROUTE_INVALID,
                    key.method() + " " + template + " and " + twin.info().template() + " are the same route",
                    template);
        }
        Route held = table.get(key);
        ServingCell servingCell = held == null || held.deployment.equals(deployment) ? null : serverOf(held);
        if (held == null || servingCell == null) {
            added += held == null ? 1 : 0;
            seen.put(key, route);
            return State.CHECKING;
        }
        State refused = refuse(
                ErrorCode.ROUTE_CONFLICT,
                key.method() + " " + template + " belongs to deployment " + held.deployment + " (" + servingCell.cell()
                        + ", as " + held.template + ")",
                template);
        if (isStandingOfCellAlone(held)) {
            holder = held.deployment;
            waited = true;
            return State.WAITING;
        }
        return refused;
    }

    /**
     * Returns a server of the route that still serves it once this registration stands, or null: replaced or dropped
     * claims do not count.
     */
    private static @Nullable ServingCell serverOf(Route held) {
        for (ServingCell servingCell : held.servers) {
            if (servingCell.claim().isPending()
                    || (servingCell.stands() && !servingCell.claim().isLeaving())) {
                return servingCell;
            }
        }
        return null;
    }

    private boolean isStandingOfCellAlone(Route held) {
        for (ServingCell servingCell : held.servers) {
            if (servingCell.claim().isPending() || (servingCell.stands() && servingCell.cell() != cell)) {
                return false;
            }
        }
        return true;
    }

    private State onAllSeen() {
        if (waited) {
            // Others may have been let in meanwhile that have what was looked at before.
            waited = false;
            seen.clear();
            room = table.room();
            next = 0;
            added = 0;
            return State.CHECKING;
        }
        if (table.size() + added > maxRoutes) {
            return refuse(
                    ErrorCode.LIMIT,
                    "the nest has " + table.size() + " routes (expected: at most " + maxRoutes + ")",
                    "");
        }
        return State.FREE;
    }

    private State refuse(ErrorCode code, String reason, String route) {
        refusal = DeploymentVerdict.refused(deployment, code, reason, route);
        return State.REFUSED;
    }
}
