package org.cellnest.router;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/**
 * Makes the route table say what the cells have reported. A registration is declarative: what it no longer names is gone
 * at once, while the routes of a cell that was lost stay known for a while. A deployment that is refused leaves what its
 * cell announced under the same name before, so that the last good version keeps serving.
 */
final class Registrar {
    /** A process that is started again has its routes back sooner, as a rule. */
    private static final long LIKELY_RETURN_NS = TimeUnit.SECONDS.toNanos(10);

    private record Ghost(String cellId, Route route, long untilNs) {}

    private final BrokerSettings settings;
    private final RouteTable table;
    private final BrokerEvents events;
    /** In the order in which they end, which is the order in which they came. */
    private final Deque<Ghost> ghosts = new ArrayDeque<>();

    private final Map<String, Set<Route>> ghostRoutesByCell = new HashMap<>();
    /** Of the change that is under way. */
    private final List<Route> added = new ArrayList<>();

    private final List<Route> gone = new ArrayList<>();

    Registrar(BrokerSettings settings, RouteTable table, BrokerEvents events) {
        this.settings = settings;
        this.table = table;
        this.events = events;
    }

    /**
     * Takes over a cell's state.
     *
     * @param invalid the deployments one of whose routes is not valid
     * @param touched collects the routes whose waiting requests must be matched again
     * @return what became of each deployment, in the registration's order
     */
    List<DeploymentVerdict> apply(
            CellSession cell,
            Register register,
            List<CompiledRoute> routes,
            Map<String, Parsed.Invalid> invalid,
            Set<Route> touched,
            long nowNs) {
        Map<String, List<CompiledRoute>> byDeployment = new LinkedHashMap<>();
        for (DeploymentInfo deployment : register.deployments()) {
            byDeployment.put(deployment.name(), new ArrayList<>());
        }
        for (CompiledRoute route : routes) {
            List<CompiledRoute> list = byDeployment.get(route.info().deployment());
            if (list != null) {
                list.add(route);
            }
        }
        touched.addAll(dropGhostsOf(cell.peerId));
        for (String deployment : List.copyOf(cell.routesByDeployment.keySet())) {
            if (!byDeployment.containsKey(deployment)) {
                withdraw(cell, deployment, Set.of(), touched);
                events.onDeploymentWithdrawn(cell.peerId, deployment);
            }
        }
        Map<String, Announced> before = new HashMap<>(cell.announced);
        cell.announced.clear();
        Map<String, DeploymentVerdict> verdicts = new HashMap<>();
        invalid.forEach((deployment, why) -> {
            if (byDeployment.remove(deployment) != null) {
                verdicts.put(
                        deployment,
                        DeploymentVerdict.refused(deployment, ErrorCode.ROUTE_INVALID, why.reason(), why.template()));
            }
        });
        verdicts.putAll(decide(cell, byDeployment, touched, nowNs));
        pause(cell, register, verdicts, nowNs);
        removeUnknown(touched);
        List<DeploymentVerdict> inOrder = new ArrayList<>();
        for (DeploymentInfo deployment : register.deployments()) {
            DeploymentVerdict verdict = verdicts.get(deployment.name());
            if (verdict == null) {
                throw new IllegalStateException("no verdict on " + deployment.name());
            }
            if (verdict.accepted()) {
                cell.routesByDeployment
                        .getOrDefault(deployment.name(), Map.of())
                        .values()
                        .forEach(route -> route.version(deployment.version()));
            }
            int count = routesOf(byDeployment.getOrDefault(deployment.name(), List.of()));
            take(cell, deployment, verdict, before.get(deployment.name()), count, nowNs);
            inOrder.add(verdict);
        }
        table.onDescribed();
        tell(cell.peerId, "withdrawn by cell " + cell.peerId);
        return inOrder;
    }

    /** How many routes these are in the table, which has one for each method. */
    private static int routesOf(List<CompiledRoute> announced) {
        int count = 0;
        for (CompiledRoute route : announced) {
            count += route.info().methods().size();
        }
        return count;
    }

    /** Remembers and tells what became of a deployment. */
    private void take(
            CellSession cell,
            DeploymentInfo deployment,
            DeploymentVerdict verdict,
            @Nullable Announced before,
            int routes,
            long nowNs) {
        Announced earlier = before == null ? new Announced(deployment, verdict, nowNs) : before;
        boolean same = earlier.info().equals(deployment);
        cell.announced.put(deployment.name(), new Announced(deployment, verdict, same ? earlier.sinceNs() : nowNs));
        if (verdict.accepted()) {
            boolean stood = before != null && earlier.verdict().accepted();
            events.onDeploymentAccepted(cell.peerId, deployment, stood ? earlier.info() : null, routes);
        } else {
            boolean again = before != null && same && earlier.verdict().equals(verdict);
            events.onDeploymentRefused(
                    cell.peerId, deployment.name(), ErrorCode.of(verdict.code()), verdict.reason(), again);
        }
    }

    /** Tells what the change under way has added to the table and taken from it. */
    private void tell(String cellId, String reason) {
        if (!added.isEmpty()) {
            events.onRoutesAdded(cellId, added);
            added.clear();
        }
        if (!gone.isEmpty()) {
            events.onRoutesGone(reason, gone);
            gone.clear();
        }
    }

    /**
     * One that is in conflict with another of the same cell waits until the other had its turn, since that may no longer
     * announce the route.
     */
    private Map<String, DeploymentVerdict> decide(
            CellSession cell, Map<String, List<CompiledRoute>> byDeployment, Set<Route> touched, long nowNs) {
        Map<String, DeploymentVerdict> verdicts = new HashMap<>();
        Set<String> pending = new LinkedHashSet<>(byDeployment.keySet());
        boolean progress = true;
        while (!pending.isEmpty()) {
            Set<String> next = new LinkedHashSet<>();
            for (String deployment : pending) {
                List<CompiledRoute> announced = byDeployment.getOrDefault(deployment, List.of());
                Conflict conflict = conflict(cell, deployment, announced);
                if (conflict == null) {
                    announce(cell, deployment, announced, touched, nowNs);
                    verdicts.put(deployment, DeploymentVerdict.accepted(deployment));
                } else if (progress && pending.contains(conflict.holder())) {
                    next.add(deployment);
                } else {
                    verdicts.put(deployment, conflict.verdict());
                }
            }
            progress = next.size() < pending.size();
            pending = next;
        }
        return verdicts;
    }

    private record Conflict(String holder, DeploymentVerdict verdict) {}

    private @Nullable Conflict conflict(CellSession cell, String deployment, List<CompiledRoute> announced) {
        Map<RouteKey, CompiledRoute> seen = new HashMap<>();
        int added = 0;
        for (CompiledRoute route : announced) {
            String template = route.info().template();
            for (String method : route.info().methods()) {
                RouteKey key = new RouteKey(method, route.template().canonicalShape());
                CompiledRoute twin = seen.put(key, route);
                if (twin != null) {
                    return refused(
                            "",
                            deployment,
                            ErrorCode.ROUTE_INVALID,
                            method + " " + template + " and " + twin.info().template() + " are the same route",
                            template);
                }
                Route held = table.get(key);
                if (held == null) {
                    added++;
                } else if (!held.servers.isEmpty() && !held.deployment.equals(deployment)) {
                    return refused(
                            isServedOnlyBy(held, cell) ? held.deployment : "",
                            deployment,
                            ErrorCode.ROUTE_CONFLICT,
                            method + " " + template + " belongs to deployment " + held.deployment + " ("
                                    + held.servers.get(0).cell() + ", as " + held.template + ")",
                            template);
                }
            }
        }
        if (table.size() + added > settings.maxRoutes()) {
            return refused(
                    "",
                    deployment,
                    ErrorCode.LIMIT,
                    "the nest has " + table.size() + " routes (expected: at most " + settings.maxRoutes() + ")",
                    "");
        }
        if (!table.hasRoomFor(announced.stream().map(CompiledRoute::template).toList())) {
            return refused(
                    "",
                    deployment,
                    ErrorCode.LIMIT,
                    "its constraints would make matching slow (expected: fewer, or simpler expressions)",
                    "");
        }
        return null;
    }

    private static boolean isServedOnlyBy(Route route, CellSession cell) {
        return route.servers.size() == 1 && route.servers.get(0).cell() == cell;
    }

    private static Conflict refused(String holder, String deployment, ErrorCode code, String reason, String route) {
        return new Conflict(holder, DeploymentVerdict.refused(deployment, code, reason, route));
    }

    private void announce(
            CellSession cell, String deployment, List<CompiledRoute> announced, Set<Route> touched, long nowNs) {
        Set<RouteKey> keys = new HashSet<>();
        for (CompiledRoute route : announced) {
            for (String method : route.info().methods()) {
                keys.add(new RouteKey(method, route.template().canonicalShape()));
            }
        }
        withdraw(cell, deployment, keys, touched);
        Map<RouteKey, Route> mine = cell.routesByDeployment.computeIfAbsent(deployment, name -> new HashMap<>());
        for (CompiledRoute compiled : announced) {
            for (String method : compiled.info().methods()) {
                RouteKey key = new RouteKey(method, compiled.template().canonicalShape());
                Route held = table.get(key);
                if (held != null && !held.deployment.equals(deployment)) {
                    // Nobody serves it any more; what waits for it is for the new holder.
                    forget(held);
                    touched.add(held);
                }
                int known = table.size();
                Route route = table.add(key, compiled.template(), compiled.info(), nowNs);
                if (table.size() > known) {
                    added.add(route);
                } else {
                    route.describe(compiled.info());
                }
                route.serve(cell, compiled.info().number());
                mine.put(key, route);
            }
        }
        if (mine.isEmpty()) {
            cell.routesByDeployment.remove(deployment);
        }
    }

    /** The cell no longer serves what it announced for a deployment, but for some keys. */
    private void withdraw(CellSession cell, String deployment, Set<RouteKey> except, Set<Route> touched) {
        Map<RouteKey, Route> mine = cell.routesByDeployment.get(deployment);
        if (mine == null) {
            return;
        }
        mine.values().removeIf(route -> {
            if (except.contains(route.key)) {
                return false;
            }
            route.withdraw(cell);
            touched.add(route);
            return true;
        });
        if (mine.isEmpty()) {
            cell.routesByDeployment.remove(deployment);
        }
    }

    /**
     * The cell is gone: its routes stay known for a while. It is likely to return soon if at all, and not if an operator has
     * sent it away.
     */
    void onCellLost(CellSession cell, ErrorCode cause, long nowNs) {
        long returnNs = cause == ErrorCode.KICKED ? 0 : Math.min(LIKELY_RETURN_NS, settings.knownForNs());
        List.copyOf(cell.routesByDeployment.keySet())
                .forEach(deployment -> leaveGhosts(cell, deployment, nowNs + returnNs, nowNs));
    }

    /** Paused deployments get nothing: their routes stay known as if the cell were lost. */
    private void pause(CellSession cell, Register register, Map<String, DeploymentVerdict> verdicts, long nowNs) {
        for (DeploymentInfo deployment : register.deployments()) {
            DeploymentVerdict verdict = verdicts.get(deployment.name());
            if (deployment.paused() && verdict != null && verdict.accepted()) {
                leaveGhosts(cell, deployment.name(), nowNs + settings.knownForNs(), nowNs);
            }
        }
    }

    private void leaveGhosts(CellSession cell, String deployment, long expectedUntilNs, long nowNs) {
        Map<RouteKey, Route> mine = cell.routesByDeployment.remove(deployment);
        if (mine == null) {
            return;
        }
        long untilNs = nowNs + settings.knownForNs();
        Set<Route> ghostRoutes = ghostRoutesByCell.computeIfAbsent(cell.peerId, id -> new LinkedHashSet<>());
        for (Route route : mine.values()) {
            route.withdraw(cell);
            route.expectBack(expectedUntilNs);
            route.ghostUntilNsByCell.put(cell.peerId, untilNs);
            ghostRoutes.add(route);
            ghosts.add(new Ghost(cell.peerId, route, untilNs));
        }
    }

    /** Forgets the routes of cells that did not come back in time, the oldest sooner if there are too many. */
    void onTimers(long nowNs, Set<Route> touched) {
        Ghost ghost;
        while ((ghost = ghosts.peek()) != null
                && (ghost.untilNs() - nowNs <= 0 || ghosts.size() > settings.maxRoutes())) {
            ghosts.remove();
            Route route = ghost.route();
            if (route.ghostUntilNsByCell.remove(ghost.cellId(), ghost.untilNs())) {
                Set<Route> ghostRoutes = ghostRoutesByCell.get(ghost.cellId());
                if (ghostRoutes != null) {
                    ghostRoutes.remove(route);
                    if (ghostRoutes.isEmpty()) {
                        ghostRoutesByCell.remove(ghost.cellId());
                    }
                }
                touched.add(route);
            }
        }
        removeUnknown(touched);
        tell("", "no cell that serves them has come back");
    }

    /** When {@link #onTimers} next has something to do, or {@link Long#MAX_VALUE}. */
    long nextTimerNs() {
        Ghost ghost = ghosts.peek();
        return ghost == null ? Long.MAX_VALUE : ghost.untilNs();
    }

    private Set<Route> dropGhostsOf(String cellId) {
        Set<Route> routes = ghostRoutesByCell.remove(cellId);
        if (routes == null) {
            return Set.of();
        }
        for (Route route : routes) {
            route.ghostUntilNsByCell.remove(cellId);
        }
        ghosts.removeIf(ghost -> ghost.cellId().equals(cellId));
        return routes;
    }

    private void removeUnknown(Set<Route> touched) {
        for (Route route : touched) {
            if (!route.isKnown() && table.get(route.key) == route) {
                table.remove(route);
                gone.add(route);
            }
        }
    }

    private void forget(Route route) {
        route.ghostUntilNsByCell.clear();
        table.remove(route);
        gone.add(route);
    }
}
