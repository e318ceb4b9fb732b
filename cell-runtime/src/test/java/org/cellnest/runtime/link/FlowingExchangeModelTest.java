package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The life of an exchange in random orders of everything that can happen to it: bytes in order, offsets and limits
 * kept, exactly one last word, and nothing left over.
 */
class FlowingExchangeModelTest {
    @Test
    void keepsItsRulesInWhateverOrderThingsHappen() {
        int resets = 0;
        int ends = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            FlowingExchangeModel model = new FlowingExchangeModel(seed);
            try {
                model.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e + "\n" + model.log(), e);
            }
            resets += model.resets();
            ends += model.wholeAnswers();
        }
        assertTrue(resets > 500, "resets " + resets);
        assertTrue(ends > 500, "ends " + ends);
    }

    @Test
    void repeatsItselfFromTheSameSeed() {
        FlowingExchangeModel first = new FlowingExchangeModel(7);
        FlowingExchangeModel second = new FlowingExchangeModel(7);
        first.run();
        second.run();
        assertEquals(first.log(), second.log());
    }
}
