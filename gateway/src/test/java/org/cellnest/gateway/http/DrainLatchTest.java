package org.cellnest.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellnest.gateway.Await;
import org.cellnest.transport.Clock;
import org.cellnest.transport.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for the last request and the last connection. */
@Timeout(60)
class DrainLatchTest {
    private static final long LONG_NS = TimeUnit.HOURS.toNanos(1);

    private final DrainLatch latch = new DrainLatch();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();

    /** Begins a wait that only an end of what is open can end, and returns once it is parked. */
    private Thread awaitParked(long limitNs, long expectedNs) {
        Thread thread = new Thread(() -> {
            latch.await(limitNs, expectedNs, SystemClock.INSTANCE);
            interrupted.set(Thread.currentThread().isInterrupted());
            drained.countDown();
        });
        thread.start();
        Await.until("parked", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    private void assertDrained() throws InterruptedException {
        assertTrue(drained.await(30, TimeUnit.SECONDS));
    }

    @Test
    void doesNotWaitWhereNothingIsOpen() {
        latch.onRequest();
        latch.onRequestEnd();
        latch.await(LONG_NS, LONG_NS, SystemClock.INSTANCE);
        assertEquals(0, latch.requests());
    }

    @Test
    void waitsForTheLastRequestAndTheLastConnection() throws InterruptedException {
        latch.onConnection();
        latch.onRequest();
        latch.onRequest();
        awaitParked(LONG_NS, LONG_NS);
        latch.onRequestEnd();
        latch.onRequestEnd();
        assertFalse(drained.await(0, TimeUnit.SECONDS));
        latch.onConnectionEnd();
        assertDrained();
    }

    @Test
    void waitsForRequestsAloneOnceNoneIsExpected() throws InterruptedException {
        latch.onConnection();
        latch.onRequest();
        awaitParked(LONG_NS, 0);
        latch.onRequestEnd();
        assertDrained();
    }

    @Test
    void stopsExpectingARequestJustWhenThatTimeIsOver() {
        latch.onConnection();
        assertEquals(3, readingsOfClockUntilDrained(LONG_NS, 1));
    }

    @Test
    void givesUpJustWhenTheDrainTimeIsOver() {
        latch.onConnection();
        latch.onRequest();
        assertEquals(4, readingsOfClockUntilDrained(2, LONG_NS));
        assertEquals(1, latch.requests());
    }

    /** Waits by a clock that goes on by a nanosecond whenever the wait, after the first look, looks at it again. */
    private int readingsOfClockUntilDrained(long limitNs, long expectedNs) {
        int[] readings = {0};
        Clock clock = new Clock() {
            @Override
            public long nanoTime() {
                return Math.max(0, readings[0]++ - 1);
            }

            @Override
            public long epochMillis() {
                throw new AssertionError("the time of day");
            }
        };
        latch.await(limitNs, expectedNs, clock);
        return readings[0];
    }

    @Test
    void leavesTheFlagOfAnInterruptSet() throws InterruptedException {
        latch.onRequest();
        awaitParked(LONG_NS, LONG_NS).interrupt();
        assertDrained();
        assertTrue(interrupted.get());
    }
}
