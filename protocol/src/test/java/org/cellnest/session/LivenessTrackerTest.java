package org.cellnest.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LivenessTrackerTest {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final LivenessTracker judge = new LivenessTracker(PERIOD_NS, 3, PERIOD_NS, 0);
    private long nowNs;

    private boolean turnAfter(long ns) {
        nowNs += ns;
        return judge.onTurn(nowNs);
    }

    @Test
    void callsARouterDeadAfterThreeSilentPeriods() {
        for (int i = 0; i < 12; i++) {
            assertFalse(turnAfter(STEP_NS));
            assertFalse(judge.isDead());
        }
        assertFalse(turnAfter(1));
        assertTrue(judge.isDead());
    }

    @Test
    void beginsAnewWithEachSignOfLife() {
        for (int i = 0; i < 100; i++) {
            turnAfter(PERIOD_NS);
            turnAfter(PERIOD_NS);
            judge.onHeard();
            assertFalse(judge.isDead());
        }
    }

    @Test
    void concludesNothingFromItsOwnAbsences() {
        for (int i = 0; i < 10; i++) {
            turnAfter(5 * PERIOD_NS);
        }
        assertFalse(judge.isDead());
    }

    @Test
    void noticesThatItWasStoppedForAsLongAsTheRouterMayHaveWaited() {
        assertFalse(turnAfter(2 * PERIOD_NS));
        assertTrue(turnAfter(2 * PERIOD_NS + 1));
        assertFalse(turnAfter(STEP_NS));
    }
}
