package org.cellnest.router.broker;

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
    /** The claims by which this session serves routes, by their deployment. */
    public final Map<String, Claim> claims = new HashMap<>();

    /** What became of what it announced, by the deployment's name, in the registration's order. */
    final Map<String, AnnouncedDeployment> announced = new LinkedHashMap<>();

    /** Whether an operator has said that nothing new is to be dispatched to it. */
    public boolean drained;

    /** What it has reported and was told about. */
    List<JarFailure> failuresTold = List.of();

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
