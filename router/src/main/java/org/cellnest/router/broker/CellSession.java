package org.cellnest.router.broker;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.Register;

/**
 * Holds a cell's session: the claims by which it serves routes, the requests that it grants, and the part of those that is in
 * use. Used by the broker's thread alone; other threads may read the numbers a little late.
 */
public final class CellSession extends Session {
    private final Map<String, Claim> claimsByDeployment = new HashMap<>();
    private final Map<String, Claim> claims = Collections.unmodifiableMap(claimsByDeployment);
    private final Map<String, AnnouncedDeployment> announcedByName = new LinkedHashMap<>();
    private final Map<String, AnnouncedDeployment> announced = Collections.unmodifiableMap(announcedByName);

    /** Whether an operator has said that nothing new is to be dispatched to it. */
    public boolean drained;

    /** The failures that it has reported last. */
    private List<JarFailure> failures = List.of();

    /** The load of the cell, by the deployment's name. */
    private final Map<String, DeploymentLoad> loadsByDeployment = new HashMap<>();

    private int concurrency;
    private int deploymentConcurrency;
    private int weight;
    private int inFlight;
    private boolean blocked;

    CellSession(String id, Register register, int primary, long nowNs) {
        super(id, register, primary, nowNs);
        update(register);
    }

    void update(Register register) {
        registered = register;
        concurrency = register.concurrency();
        deploymentConcurrency = register.deploymentConcurrency();
        weight = register.weight();
    }

    /** The claims by which this session serves routes, by their deployment. A view, which changes. */
    public Map<String, Claim> claims() {
        return claims;
    }

    /** The cell serves a claim's routes from now on, in place of those of an earlier claim of the deployment. */
    void serve(Claim claim) {
        claimsByDeployment.put(claim.deployment, claim);
    }

    /** Forgets the claims that a later registration has replaced or dropped, and returns them. */
    List<Claim> forgetLeavingClaims() {
        List<Claim> leaving =
                claimsByDeployment.values().stream().filter(Claim::isLeaving).toList();
        leaving.forEach(claim -> claimsByDeployment.remove(claim.deployment));
        return leaving;
    }

    /** Forgets all claims, and returns them. */
    List<Claim> forgetClaims() {
        List<Claim> all = List.copyOf(claimsByDeployment.values());
        claimsByDeployment.clear();
        return all;
    }

    /** The deployments that it announced, by their names, in the registration's order. A view, which changes. */
    Map<String, AnnouncedDeployment> announced() {
        return announced;
    }

    void announce(AnnouncedDeployment deployment) {
        announcedByName.put(deployment.info().name(), deployment);
    }

    /** Forgets the announced deployments, and returns them by their names. */
    Map<String, AnnouncedDeployment> forgetAnnounced() {
        Map<String, AnnouncedDeployment> all = new HashMap<>(announcedByName);
        announcedByName.clear();
        return all;
    }

    /** It reports failures of jars; returns those that it had reported before. */
    List<JarFailure> reportFailures(List<JarFailure> reported) {
        List<JarFailure> before = failures;
        failures = reported;
        return before;
    }

    /** The cell's load of a deployment that it announces. */
    DeploymentLoad load(String deployment) {
        return loadsByDeployment.computeIfAbsent(deployment, name -> new DeploymentLoad(this));
    }

    /** Forgets the deployments that are announced no more and have nothing in flight. */
    void forgetLoads() {
        loadsByDeployment
                .entrySet()
                .removeIf(entry -> !announcedByName.containsKey(entry.getKey())
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
        requests++;
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
        return inFlight < concurrency && !draining && !drained && !blocked && !ended;
    }

    /** Whether the cell has less to do, for its weight, than another would have. */
    boolean isLessLoadedThan(CellSession other) {
        return (long) (inFlight + 1) * other.weight < (long) (other.inFlight + 1) * weight;
    }
}
