package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/**
 * Applies a registration to the route table, one route in each step. Until it stands, the previous registration is in
 * force; then this one takes effect as a whole. Used by the broker's thread alone.
 *
 * <pre>
 *   GROUPING  -> DECIDING, GIVING_UP
 *   DECIDING  -> PUTTING, TELLING, GIVING_UP    TELLING: it stands
 *   PUTTING   -> DECIDING, GIVING_UP
 *   TELLING   -> SWEEPING
 *   GIVING_UP -> over                           the cell's session has ended
 *   SWEEPING  -> over
 * </pre>
 */
final class Registration implements Tasks.Task {
    private enum Phase {
        /** Routes are assigned to their deployments. */
        GROUPING,
        /** A deployment's routes are checked. */
        DECIDING,
        /** A deployment's routes are put into the table. */
        PUTTING,
        /** Listeners are notified of the outcome of each deployment. */
        TELLING,
        /** The routes of the previous registration are removed from the table. */
        SWEEPING,
        /** The routes of this registration are removed from the table. */
        GIVING_UP
    }

    private final Registrar registrar;
    private final RouteTable table;
    private final BrokerEvents events;
    private final CellSession cell;
    private final Register register;
    private final List<CompiledRoute> routes;
    private final Map<String, ParsedRegistration.Invalid> invalid;
    private final Map<String, List<CompiledRoute>> routesByDeployment = new LinkedHashMap<>();
    private final Map<String, DeploymentVerdict> verdicts = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Route> added = new ArrayList<>();
    private final UndecidedDeployments undecidedDeployments = new UndecidedDeployments();

    private Phase phase = Phase.GROUPING;
    private int next;
    private @Nullable DeploymentCheck checking;
    private @Nullable Claim putting;
    private Map<String, AnnouncedDeployment> before = Map.of();
    private Iterator<DeploymentInfo> telling = List.<DeploymentInfo>of().iterator();
    private @Nullable Sweep sweep;

    Registration(
            Registrar registrar,
            RouteTable table,
            BrokerEvents events,
            CellSession cell,
            Register register,
            List<CompiledRoute> routes,
            Map<String, ParsedRegistration.Invalid> invalid) {
        this.registrar = registrar;
        this.table = table;
        this.events = events;
        this.cell = cell;
        this.register = register;
        this.routes = routes;
        this.invalid = invalid;
        for (DeploymentInfo deployment : register.deployments()) {
            routesByDeployment.put(deployment.name(), new ArrayList<>());
        }
    }

    /** Returns the session that registers. */
    CellSession cell() {
        return cell;
    }

    @Override
    public boolean step(long nowNs) {
        if (cell.isEnded() && (phase == Phase.GROUPING || phase == Phase.DECIDING || phase == Phase.PUTTING)) {
            giveUp();
        }
        switch (phase) {
            case GROUPING -> group();
            case DECIDING -> decide(nowNs);
            case PUTTING -> put(nowNs);
            case TELLING -> tell();
            case SWEEPING, GIVING_UP -> {
                return sweep();
            }
        }
        return true;
    }

    private void group() {
        if (next < routes.size()) {
            CompiledRoute route = routes.get(next++);
            List<CompiledRoute> list = routesByDeployment.get(route.info().deployment());
            if (list != null) {
                list.add(route);
            }
            return;
        }
        for (Claim claim : cell.claims()) {
            claim.leaving(!routesByDeployment.containsKey(claim.deployment));
        }
        routesByDeployment.forEach((deployment, announced) -> {
            ParsedRegistration.Invalid why = invalid.get(deployment);
            if (why == null) {
                undecidedDeployments.add(
                        new DeploymentCheck(cell, deployment, announced, table, registrar.maxRoutes()));
            } else {
                verdicts.put(
                        deployment,
                        DeploymentVerdict.refused(deployment, ErrorCode.ROUTE_INVALID, why.reason(), why.template()));
            }
        });
        become(Phase.DECIDING);
    }

    private void decide(long nowNs) {
        DeploymentCheck check = checking == null ? undecidedDeployments.next() : checking;
        checking = check;
        if (check == null) {
            stand(nowNs);
            return;
        }
        switch (check.step()) {
            case CHECKING -> {
                // The next step goes on.
            }
            case WAITING -> {
                checking = null;
                if (!undecidedDeployments.putOff(check)) {
                    refuse(check);
                }
            }
            case REFUSED -> {
                checking = null;
                refuse(check);
            }
            case FREE -> {
                next = 0;
                putting = new Claim(cell, check.deployment(), version(check.deployment()));
                claims.add(putting);
                become(Phase.PUTTING);
            }
        }
    }

    private void refuse(DeploymentCheck check) {
        undecidedDeployments.onDecided(check);
        verdicts.put(check.deployment(), check.refusal());
    }

    private String version(String deployment) {
        for (DeploymentInfo info : register.deployments()) {
            if (info.name().equals(deployment)) {
                return info.version();
            }
        }
        return "";
    }

    private void put(long nowNs) {
        DeploymentCheck check = checking;
        Claim claim = putting;
        if (check == null || claim == null) {
            throw new IllegalStateException("no deployment is free to be put into the table");
        }
        if (next < check.routes().size()) {
            CompiledRoute compiled = check.routes().get(next++);
            for (RouteKey key : compiled.keys()) {
                Route route = table.add(key, compiled.template(), compiled.info(), nowNs);
                if (!route.wasEverKnown()) {
                    added.add(route);
                }
                route.announce(claim, compiled.info());
                claim.add(route);
            }
            return;
        }
        Claim replaced = cell.claim(claim.deployment);
        if (replaced != null) {
            replaced.leaving(true);
        }
        verdicts.put(claim.deployment, DeploymentVerdict.accepted(claim.deployment));
        undecidedDeployments.onDecided(check);
        checking = null;
        putting = null;
        become(Phase.DECIDING);
    }

    /** Puts this registration into force. */
    private void stand(long nowNs) {
        List<Claim> changed = new ArrayList<>(claims);
        changed.addAll(registrar.dropLost(cell.peerId));
        List<String> withdrawn = new ArrayList<>();
        for (Claim claim : cell.dropLeaving()) {
            changed.add(claim);
            if (!routesByDeployment.containsKey(claim.deployment)) {
                withdrawn.add(claim.deployment);
            }
        }
        Map<String, Claim> claimsByDeployment = new HashMap<>();
        claims.forEach(claim -> claimsByDeployment.put(claim.deployment, claim));
        List<DeploymentVerdict> inOrder = new ArrayList<>();
        before = cell.announced();
        Map<String, AnnouncedDeployment> announced = new LinkedHashMap<>();
        for (DeploymentInfo deployment : register.deployments()) {
            DeploymentVerdict verdict = verdicts.get(deployment.name());
            if (verdict == null) {
                throw new IllegalStateException("no verdict on " + deployment.name());
            }
            inOrder.add(verdict);
            Claim claim = claimsByDeployment.get(deployment.name());
            if (claim != null && deployment.paused()) {
                registrar.pause(claim, nowNs);
            } else if (claim != null) {
                claim.stand();
                if (!claim.routes().isEmpty()) {
                    cell.add(claim);
                }
            }
            announced.put(
                    deployment.name(),
                    AnnouncedDeployment.after(before.get(deployment.name()), deployment, verdict, nowNs));
        }
        table.onChanged();
        cell.onStanding(register, announced);
        sweep = registrar.sweep(changed);
        telling = register.deployments().iterator();
        become(Phase.TELLING);
        withdrawn.forEach(deployment -> events.onDeploymentWithdrawn(cell.peerId, deployment));
        registrar.onStanding(cell, register, inOrder, nowNs);
    }

    private void tell() {
        if (telling.hasNext()) {
            tell(telling.next());
            return;
        }
        if (!added.isEmpty()) {
            events.onRoutesAdded(cell.peerId, added);
        }
        become(Phase.SWEEPING);
    }

    private void tell(DeploymentInfo deployment) {
        AnnouncedDeployment earlier = before.get(deployment.name());
        DeploymentVerdict verdict = verdicts.get(deployment.name());
        if (verdict == null) {
            throw new IllegalStateException("no verdict on " + deployment.name());
        }
        if (verdict.accepted()) {
            DeploymentInfo stood = earlier == null ? null : earlier.accepted();
            int count = 0;
            for (CompiledRoute route : routesByDeployment.getOrDefault(deployment.name(), List.of())) {
                count += route.keys().size();
            }
            events.onDeploymentAccepted(cell.peerId, deployment, stood, count);
        } else {
            boolean again = earlier != null && earlier.isRepeatedBy(deployment, verdict);
            events.onDeploymentRefused(
                    cell.peerId, deployment.name(), ErrorCode.of(verdict.code()), verdict.reason(), again);
        }
    }

    private void become(Phase next) {
        boolean legal = switch (phase) {
            case GROUPING -> next == Phase.DECIDING || next == Phase.GIVING_UP;
            case DECIDING -> next == Phase.PUTTING || next == Phase.TELLING || next == Phase.GIVING_UP;
            case PUTTING -> next == Phase.DECIDING || next == Phase.GIVING_UP;
            case TELLING -> next == Phase.SWEEPING;
            case SWEEPING, GIVING_UP -> false;
        };
        if (!legal) {
            throw new IllegalStateException("registration of " + cell + ": " + phase + " to " + next);
        }
        phase = next;
    }

    private void giveUp() {
        claims.forEach(Claim::drop);
        sweep = registrar.sweep(claims);
        become(Phase.GIVING_UP);
    }

    private boolean sweep() {
        Sweep swept = sweep;
        if (swept == null || swept.step()) {
            return swept != null;
        }
        registrar.onSwept("withdrawn by cell " + cell.peerId, swept);
        return false;
    }
}
