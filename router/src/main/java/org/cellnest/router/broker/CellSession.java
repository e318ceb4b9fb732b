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
 * Holds a cell's session: its claims, its announced deployments, the concurrency that it grants and its load. Used by
 * the broker's thread alone; other threads may read slightly outdated numbers.
 */
public final class CellSession extends Session {
    /** The failures that its registrations have reported. */
    final FailureReports failureReports = new FailureReports();

    private final Map<String, Claim> claimsByDeployment = new HashMap<>();

    /** The announced deployments by name, in the registration's order; replaced as a whole, never changed. */
    private Map<String, AnnouncedDeployment> announced = Map.of();

    /** Whether an operator has drained the cell: nothing new is dispatched to it. */
    private boolean drained;

    /** The load of the cell, by the deployment's name. */
    private final Map<String, DeploymentLoad> loadsByDeployment = new HashMap<>();

    private int concurrency;
    private int deploymentConcurrency;
    private int weight;
    private int maxStreams;
    private int streams;
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

    /** Adopts a registration that stands. */
    void onStanding(Register register, Map<String, AnnouncedDeployment> deployments) {
        onStanding(register);
        announced = deployments;
        grant(register);
    }

    private void grant(Register register) {
        concurrency = register.concurrency();
        deploymentConcurrency = register.deploymentConcurrency();
        weight = register.weight();
        maxStreams = register.maxStreams();
    }

    /**
     * Returns the announced deployments by name, in the registration's order. The map is never changed, only replaced.
     */
    Map<String, AnnouncedDeployment> announced() {
        return announced;
    }

    /** Returns the claims by which the cell serves routes, one for each deployment. */
    public Collection<Claim> claims() {
        return Collections.unmodifiableCollection(claimsByDeployment.values());
    }

    /** Returns the claim to a deployment's routes, or null if the cell serves none. */
    @Nullable
    Claim claim(String deployment) {
        return claimsByDeployment.get(deployment);
    }

    /** Returns the deployments whose routes the cell serves. */
    Set<String> servedDeployments() {
        return claimsByDeployment.keySet();
    }

    /** Adds a claim, in place of the one to the same deployment. */
    void add(Claim claim) {
        claimsByDeployment.put(claim.deployment, claim);
    }

    /** Removes the claims that the pending registration replaces or no longer announces, and returns them. */
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

    /** Removes and returns all claims, since the session has ended. */
    List<Claim> removeClaims() {
        List<Claim> claims = List.copyOf(claimsByDeployment.values());
        claimsByDeployment.clear();
        return claims;
    }

    /** Drains the cell by an operator's decision: nothing new is dispatched to it. */
    void drain() {
        drained = true;
    }

    /** Ends a drain; returns whether there was one. */
    boolean resume() {
        boolean was = drained;
        drained = false;
        return was;
    }

    /** Whether an operator has drained the cell. */
    boolean isDrained() {
        return drained;
    }

    /** Whether the cell receives nothing new regardless of its load: it is drained, draining or gone. */
    boolean takesNothingNew() {
        return drained || isDraining() || isEnded();
    }

    /** Returns the cell's load of a deployment that it announces. */
    DeploymentLoad load(String deployment) {
        return loadsByDeployment.computeIfAbsent(deployment, name -> new DeploymentLoad(this));
    }

    /** Forgets the deployments that are no longer announced and have nothing in flight. */
    void forgetLoads() {
        loadsByDeployment
                .entrySet()
                .removeIf(entry -> !announced.containsKey(entry.getKey())
                        && entry.getValue().inFlight() == 0);
    }

    /** Returns the maximum number of requests that the cell takes at a time. */
    int concurrency() {
        return concurrency;
    }

    /** Returns the maximum number of these for one deployment; 0 for all. */
    int deploymentConcurrency() {
        return deploymentConcurrency;
    }

    int weight() {
        return weight;
    }

    /** Returns the number of tickets that the cell owes a final record for. */
    public int inFlight() {
        return inFlight;
    }

    /** Counts another request that is dispatched to the cell. */
    void take() {
        inFlight++;
        countRequest();
    }

    /** Counts off a request whose final record has come, or that was taken back. */
    void giveBack() {
        inFlight--;
    }

    /** Returns the maximum number of exchanges with bodies that flow; 0 if the cell knows none. */
    int maxStreams() {
        return maxStreams;
    }

    /** Returns the number of exchanges with bodies that flow. */
    public int streams() {
        return streams;
    }

    void takeStream() {
        streams++;
    }

    void giveBackStream() {
        streams--;
    }

    /** Whether the cell holds any ticket. */
    boolean holdsTickets() {
        return inFlight > 0 || streams > 0;
    }

    /** Whether another request whose body flows may be dispatched to the cell now. */
    boolean hasStreamRoom() {
        return streams < maxStreams && !blocked && !takesNothingNew();
    }

    /** Dispatches nothing to the cell for now, because its socket took no more. */
    void block() {
        blocked = true;
    }

    /** Ends {@link #block}, since the socket has room again; returns whether the cell was blocked. */
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

    /** Whether the cell has less in flight, for its weight, than another cell would have: streams, or calls. */
    boolean isLessLoadedThan(CellSession other, boolean byStreams) {
        if (byStreams) {
            return (long) (streams + 1) * other.weight < (long) (other.streams + 1) * weight;
        }
        return (long) (inFlight + 1) * other.weight < (long) (other.inFlight + 1) * weight;
    }
}
