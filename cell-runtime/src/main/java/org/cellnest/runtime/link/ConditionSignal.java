package org.cellnest.runtime.link;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.cellnest.transport.Clock;

/**
 * Lets a thread wait for a condition that other threads bring about. Those change their state first and signal then; a
 * signal costs one volatile read while no thread waits. Thread-safe.
 */
public final class ConditionSignal {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Counts a waiting thread before that thread looks at its condition. */
    private final AtomicInteger waiting = new AtomicInteger();

    public ConditionSignal(Clock clock) {
        this.clock = clock;
    }

    /** Makes waiting threads look at their conditions again. The caller holds no lock that a condition takes. */
    public void signal() {
        if (waiting.get() == 0) {
            return;
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a condition. An interrupt does not end the wait and stays set.
     *
     * @return false: it has not come about in time
     */
    public boolean await(BooleanSupplier condition, long timeoutNs) {
        long untilNs = clock.nanoTime() + timeoutNs;
        boolean interrupted = false;
        lock.lock();
        try {
            waiting.incrementAndGet();
            while (!condition.getAsBoolean()) {
                long leftNs = untilNs - clock.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                try {
                    changed.awaitNanos(leftNs);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
