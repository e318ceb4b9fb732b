package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final int KIB = 1 << 10;

    private final StreamBudget budget = new StreamBudget(1 << 20);

    private ReceiveWindow admitted() {
        assertTrue(budget.tryAdmit());
        return new ReceiveWindow(budget);
    }

    @Test
    void permitsNothingBeforeItIsOpen() {
        ReceiveWindow window = admitted();
        assertFalse(window.admits(0, 29, false));
        assertFalse(window.admits(0, 29, true));
        assertTrue(window.admits(0, 28, true), "an end without bytes needs no credit");
    }

    @Test
    void beginsWithWhatIsWantedWithinItsBounds() {
        assertEquals(8 * KIB, admitted().open(8 * KIB));
        assertEquals(4 * KIB, admitted().open(1));
        assertEquals(64 * KIB, admitted().open(1 << 30));
        assertEquals(76 * KIB, budget.promised());
    }

    @Test
    void refusesGapsOverlapsAndWhatIsBeyondTheLimit() {
        ReceiveWindow window = admitted();
        window.open(4 * KIB);
        assertFalse(window.admits(1, 100, false));
        assertTrue(window.admits(0, 4 * KIB, false));
        assertFalse(window.admits(0, 4 * KIB + 1, false));
        window.onData(100);
        assertFalse(window.admits(0, 100, false));
        assertFalse(window.admits(100, 4 * KIB - 99, false));
        assertTrue(window.admits(100, 4 * KIB - 100, false));
    }

    @Test
    void renewsAtHalfAndCountsHeadsAsUsed() {
        ReceiveWindow window = admitted();
        window.open(4 * KIB);
        window.onData(2_500);
        assertEquals(-1, window.onUsed(2_019));
        assertEquals(4 * KIB + 2 * KIB, window.onUsed(1));
    }

    @Test
    void doublesUpTo1MiBWhereTheSenderHadUsedItUp() {
        StreamBudget wide = new StreamBudget(64 << 20);
        assertTrue(wide.tryAdmit());
        ReceiveWindow window = new ReceiveWindow(wide);
        long limit = window.open(64 * KIB);
        long sent = 0;
        for (int i = 0; i < 10; i++) {
            int length = (int) (limit - sent);
            window.onData(length);
            sent += length;
            limit = window.onUsed(length - 28);
        }
        assertEquals(1 << 20, limit - sent);
        assertEquals(1 << 20, wide.promised());
        window.close();
        assertEquals(0, wide.promised());
    }

    @Test
    void narrowsWhileTheBudgetIsMostlyPromised() {
        ReceiveWindow window = admitted();
        window.open(64 * KIB);
        budget.add(600 * KIB);
        window.onData(64 * KIB);
        assertEquals(-1, window.onUsed(40 * KIB));
        assertEquals(624 * KIB - 28, budget.promised(), "what was used up is free for others");
        assertEquals(64 * KIB - 4 * KIB + 16 * KIB, window.onUsed(20 * KIB - 28));
        ReceiveWindow late = admitted();
        assertEquals(16 * KIB, late.open(64 * KIB));
        budget.add(200 * KIB);
        assertEquals(4 * KIB, admitted().open(64 * KIB));
    }

    @Test
    void admitsNoStreamBeyondTheBudget() {
        int admitted = 0;
        while (budget.tryAdmit()) {
            admitted++;
        }
        assertEquals(256, admitted);
        assertEquals(1 << 20, budget.promised());
    }
}
