package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/**
 * Holds a cell's session: its claims, its announced deployments, and the load that it grants and has. Used by the broker's
 * thread alone; other threads may read the numbers a little late.
 */
public final class CellSession extends Session {
    /** The failures that its registrations have reported. */
    final FailureReports failureReports = new FailureReports();

    private final Map<String, Claim> claimsByDeployment = new HashMap<>();

    /** By the deployment's name, in the registration's order; replaced as a whole, never changed. */
    private Map<String, AnnouncedDeployment> announced = Map.of();

    /** Whether an operator has drained it: nothing new is dispatched to it. */
    private boolean drained;

    /** The load of the cell, by the deployment's name. */
    private final Map<String, DeploymentLoad> loadsByDeployment = new HashMap<>();

    private int concurrency;
    private int deploymentConcurrency;
    private int weight;
    private int inFlight;
    private boolean blocked;

    CellSession(String id, long number, Register register, PrimaryLane primary, long nowNs) {
        super(id, number, register, primary, nowNs);
        grant(register);
    }

    @Override
    @Nullable
    Outbox newLaneOutbox(int connection) {
        return null;
    }

    @Override
    long standingRevision() {
        return registered().revision();
    }

    /** Takes over a registration that stands. */
    void onStanding(Register register, Map<String, AnnouncedDeployment> deployments) {
        onStanding(register);
        announced = deployments;
        grant(register);
    }

    private void grant(Register register) {
        concurrency = register.concurrency();
        deploymentConcurrency = register.deploymentConcurrency();
        weight = register.weight();
    }

    /** The announced deployments by name, in the registration's order. The map never changes; another one replaces it. */
    Map<String, AnnouncedDeployment> announced() {
        return announced;
    }

    /** The claims by which the cell serves routes, one for each deployment. */
    public Collection<Claim> claims() {
        return Collections.unmodifiableCollection(claimsByDeployment.values());
    }

    /** The claim to a deployment's routes, or null if the cell serves none. */
    @Nullable
    Claim claim(String deployment) {
        return claimsByDeployment.get(deployment);
    }

    /** The deployments whose routes the cell serves. */
    Set<String> servedDeployments() {
        return claimsByDeployment.keySet();
    }

    /** Adds a claim, in place of the one to the same deployment. */
    void add(Claim claim) {
        claimsByDeployment.put(claim.deployment, claim);
    }

    /** Drops the claims that the registration under way replaces or no longer announces, and returns them. */
    List<Claim> dropLeaving() {
        List<Claim> dropped = new ArrayList<>();
        for (Iterator<Claim> each = claimsByDeployment.values().iterator(); each.hasNext(); ) {
            Claim claim = each.next();
            if (claim.isLeaving()) {
                each.remove();
                claim.drop();
                dropped.add(claim);
            }
        }
        return dropped;
    }

    /** Gives all claims away: the session has ended. */
    List<Claim> removeClaims() {
        List<Claim> claims = List.copyOf(claimsByDeployment.values());
        claimsByDeployment.clear();
        return claims;
    }

    /** Takes nothing new from now on: an operator's decision. */
    void drain() {
        drained = true;
    }

    /** Takes back a drain; returns whether there was one. */
    boolean resume() {
        boolean was = drained;
        drained = false;
        return was;
    }

    /** Whether an operator has drained it. */
    boolean isDrained() {
        return drained;
    }

    /** Whether the cell gets nothing new whatever its load: it is drained, draining or gone. */
    boolean takesNothingNew() {
        return drained || isDraining() || isEnded();
    }

    /** The cell's load of a deployment that it announces. */
    DeploymentLoad load(String deployment) {
        return loadsByDeployment.computeIfAbsent(deployment, name -> new DeploymentLoad(this));
    }

    /** Forgets the deployments that are announced no more and have nothing in flight. */
    void forgetLoads() {
        loadsByDeployment
                .entrySet()
                .removeIf(entry -> !announced.containsKey(entry.getKey())
                        && entry.getValue().inFlight() == 0);
    }

    /** The number of requests that it takes at a time. */
    int concurrency() {
        return concurrency;
    }

    /** The number of these that may be for one deployment; 0 for all. */
    int deploymentConcurrency() {
        return deploymentConcurrency;
    }

    int weight() {
        return weight;
    }

    /** The number of tickets that the cell owes a final record for. */
    public int inFlight() {
        return inFlight;
    }

    /** Another request is dispatched to the cell. */
    void take() {
        inFlight++;
        countRequest();
    }

    /** The cell owes a final record less. */
    void giveBack() {
        inFlight--;
    }

    /** Nothing is dispatched to the cell for now, because its socket took no more. */
    void block() {
        blocked = true;
    }

    /** The socket takes what it is sent again; returns whether it had not. */
    boolean unblock() {
        boolean before = blocked;
        blocked = false;
        return before;
    }

    boolean isBlocked() {
        return blocked;
    }

    /** Whether another request may be dispatched to the cell now. */
    boolean hasRoom() {
        return inFlight < concurrency && !blocked && !takesNothingNew();
    }

    /** Whether the cell has less to do, for its weight, than another would have. */
    boolean isLessLoadedThan(CellSession other) {
        return (long) (inFlight + 1) * other.weight < (long) (other.inFlight + 1) * weight;
    }
}
