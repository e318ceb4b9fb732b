package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests the credit of an answer that flows. */
class WindowTest {
    private static final int HEAD = 28;
    private static final int KIB = 1 << 10;

    private final StreamBudget budget = new StreamBudget(64L << 20);
    private final Window window = new Window(budget, budget.first());
    private long sent;

    private void receive(int recordBytes) {
        assertTrue(window.receive(sent, recordBytes - HEAD, false));
        sent += recordBytes;
    }

    @Test
    void isRenewedWhenHalfOfItIsUsedUp() {
        receive(20 * KIB);
        assertEquals(0, window.taken(20 * KIB));
        receive(12 * KIB);
        assertEquals(96 * KIB, window.taken(12 * KIB));
        assertEquals(64 * KIB, window.size());
    }

    @Test
    void growsToAMebibyteWhileTheCellWaitsForIt() {
        for (int size = 64; size < 1024; size *= 2) {
            assertEquals(size * KIB, window.size());
            int use = (int) (window.limit() - sent);
            receive(use);
            assertTrue(window.taken(use) > 0);
        }
        assertEquals(1024 * KIB, window.size());
        int use = (int) (window.limit() - sent);
        receive(use);
        assertEquals(sent + 1024 * KIB, window.taken(use));
        assertEquals(1024 * KIB, budget.promised());
    }

    @Test
    void doesNotGrowForAClientThatTakesLessThanThereIs() {
        receive(32 * KIB);
        receive(32 * KIB);
        assertEquals(96 * KIB, window.taken(32 * KIB));
        assertEquals(64 * KIB, window.size());
    }

    @Test
    void refusesGapsOverlapsAndWhatIsBeyondTheLimit() {
        assertFalse(window.receive(1, 10, false));
        assertFalse(window.receive(0, 64 * KIB, false));
        receive(64 * KIB);
        assertFalse(window.receive(sent, 1, false));
        assertFalse(window.receive(sent, 0, false));
        assertFalse(window.receive(0, 0, true));
        assertTrue(window.receive(sent, 0, true)); // an end needs no credit
    }

    @Test
    void shrinksByNotBeingRenewedWhileMuchIsPromised() {
        StreamBudget tight = new StreamBudget(128 * KIB);
        Window first = new Window(tight, tight.first());
        Window second = new Window(tight, tight.first());
        assertEquals(64 * KIB, second.size());
        assertEquals(0, tight.first());
        assertTrue(first.receive(0, 64 * KIB - HEAD, false));
        first.taken(64 * KIB);
        assertEquals(32 * KIB, first.size());
        assertEquals(96 * KIB, first.limit());
        second.close();
        first.close();
        assertEquals(0, tight.promised());
    }

    @Test
    void isSmallFromTheBeginningWhileMuchIsPromised() {
        StreamBudget tight = new StreamBudget(1024 * KIB);
        assertTrue(tight.tryPromise(512 * KIB + 1));
        assertEquals(16 * KIB, tight.first());
        assertTrue(tight.tryPromise(256 * KIB));
        assertEquals(4 * KIB, tight.first());
    }

    /** Whatever is sent and taken: the limit never falls, and covers what is there; a cell whose client takes all goes on. */
    @Test
    void neverStandsStill() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StreamBudget shared = new StreamBudget(256 * KIB);
            Window of = new Window(shared, shared.first());
            long received = 0;
            long taken = 0;
            int others = 0;
            for (int step = 0; step < 1_000; step++) {
                int room = (int) Math.min(64 * KIB, of.limit() - received);
                if (room > HEAD && random.nextBoolean()) {
                    int record = HEAD + 1 + random.nextInt(room - HEAD);
                    assertTrue(of.receive(received, record - HEAD, false));
                    received += record;
                } else if (received > taken) {
                    int some = (int) Math.min(received - taken, 1 + random.nextInt(64 * KIB));
                    long before = of.limit();
                    long renewed = of.taken(some);
                    taken += some;
                    assertTrue(renewed == 0 || renewed > before);
                    assertTrue(of.limit() - taken <= 1024 * KIB);
                } else {
                    assertTrue(of.isOpen(), "seed " + seed);
                }
                if (random.nextInt(50) == 0) {
                    if (others == 0) {
                        others = shared.first();
                    } else {
                        shared.tryPromise(-others);
                        others = 0;
                    }
                }
            }
            of.close();
            assertEquals(others, shared.promised(), "seed " + seed);
        }
    }
}
