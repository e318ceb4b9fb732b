package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.SystemClock;
import org.junit.jupiter.api.Test;

class ConditionSignalTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    private final ConditionSignal signal = new ConditionSignal(SystemClock.INSTANCE);

    @Test
    void doesNotWaitForAConditionThatHoldsOrForNoTime() {
        assertTrue(signal.await(() -> true, 0));
        assertFalse(signal.await(() -> false, 0));
        signal.signal();
    }

    @Test
    void looksAtTheConditionAfterEachSignal() throws InterruptedException {
        AtomicInteger state = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                looked.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            for (int step = 1; step <= 3; step++) {
                state.set(step);
                signal.signal();
            }
        });
        other.start();
        assertTrue(signal.await(
                () -> {
                    looked.countDown();
                    return state.get() == 3;
                },
                LONG_NS));
        other.join();
    }

    @Test
    void givesUpOnceTheTimeHasPassedAndNotBefore() {
        ManualClock clock = new ManualClock();
        ConditionSignal timed = new ConditionSignal(clock);
        AtomicInteger looks = new AtomicInteger();
        assertFalse(timed.await(
                () -> {
                    looks.incrementAndGet();
                    clock.advanceMs(1);
                    return false;
                },
                TimeUnit.MILLISECONDS.toNanos(3)));
        assertEquals(3, looks.get());
    }

    @Test
    void waitsOnWhenInterruptedAndKeepsTheInterrupt() throws InterruptedException {
        AtomicInteger state = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                looked.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            state.set(1);
            signal.signal();
        });
        other.start();
        Thread.currentThread().interrupt();
        assertTrue(signal.await(
                () -> {
                    looked.countDown();
                    return state.get() == 1;
                },
                LONG_NS));
        assertTrue(Thread.interrupted());
        other.join();
    }
}
