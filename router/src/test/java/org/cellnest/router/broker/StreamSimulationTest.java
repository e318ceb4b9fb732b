package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Runs the simulation of bodies that flow for many seeds; one that fails is named and fails again alone. */
class StreamSimulationTest {
    private static final int SEEDS = Integer.getInteger("cellnest.simulation.seeds", 100);
    private static final int STEPS = 1_000;

    @Test
    void holdsItsInvariantsWhateverHappens() {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            StreamSimulation simulation = new StreamSimulation(seed);
            simulation.run(STEPS);
            simulation.outcomes().forEach((outcome, count) -> seen.merge(outcome, count, Integer::sum));
        }
        assertTrue(seen.getOrDefault("over", 0) > 20 * SEEDS, seen.toString());
        for (String outcome : new String[] {"overrun", "broken", "answer-broken", "lane-lost", "slow", "nest-502"}) {
            assertTrue(seen.getOrDefault(outcome, 0) > 0, outcome + " was never seen: " + seen);
        }
    }
}
