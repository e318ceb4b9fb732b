package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Runs the simulation for many seeds; one that fails is named and fails again alone. */
class BrokerSimulationTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 600;

    @Test
    void holdsItsInvariantsWhateverHappens() {
        int requests = 0;
        int startedTwice = 0;
        int held = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            BrokerSimulation simulation = new BrokerSimulation(seed);
            simulation.run(STEPS);
            requests += simulation.requests();
            startedTwice += simulation.startedTwice();
            held += simulation.held();
        }
        assertTrue(requests > SEEDS * 50, "too little happened: " + requests + " requests");
        assertTrue(startedTwice > SEEDS, "too few second starts: " + startedTwice);
        assertTrue(held > SEEDS, "cells were held too seldom: " + held);
    }
}
