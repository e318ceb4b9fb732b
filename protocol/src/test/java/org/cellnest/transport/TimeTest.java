package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeTest {

    @Test
    void aManualClockMovesOnlyByHand() {
        ManualClock clock = new ManualClock();
        assertEquals(0, clock.nanoTime());
        assertEquals(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(), clock.epochMillis());
        assertEquals(1_500_000_000L, clock.advanceMs(1_500));
        assertEquals(Instant.parse("2026-01-01T00:00:01.500Z").toEpochMilli(), clock.epochMillis());
        assertThrows(IllegalArgumentException.class, () -> clock.advanceNs(-1));
    }

    @Test
    void theSystemClockIsTheMachines() {
        long before = System.nanoTime();
        assertTrue(SystemClock.INSTANCE.nanoTime() - before >= 0);
        assertTrue(Math.abs(SystemClock.INSTANCE.epochMillis() - System.currentTimeMillis()) < 60_000);
    }

    @Test
    void backoffDoublesUpToItsBoundAndBeginsAnew() {
        Backoff backoff = new Backoff(100, 500);
        assertEquals(100, backoff.nextMs());
        assertEquals(200, backoff.nextMs());
        assertEquals(400, backoff.nextMs());
        assertEquals(500, backoff.nextMs());
        assertEquals(500, backoff.nextMs());
        backoff.reset();
        assertEquals(100, backoff.nextMs());
    }
}
