package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.Register;

/** A cell: what it serves, what it grants, and how much of that is in use. */
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

    int concurrency;
    /** The number of these that may be for one deployment; 0 for all. */
    int deploymentConcurrency;

    int weight;
    /** Tickets that the cell owes a final record for. */
    public int inFlight;
    /** Whether it is about to be given requests that wait. */
    boolean inLine;
    /** Whether nothing is sent for now, because its socket took no more. */
    boolean blocked;

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

    /** Whether another request may be dispatched to the cell now. */
    boolean hasRoom() {
        return inFlight < concurrency && !draining && !drained && !blocked && !ended;
    }

    /** Whether the cell has less to do, for its weight, than another would have. */
    boolean isLessLoadedThan(CellSession other) {
        return (long) (inFlight + 1) * other.weight < (long) (other.inFlight + 1) * weight;
    }
}
