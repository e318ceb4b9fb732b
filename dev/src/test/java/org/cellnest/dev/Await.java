package org.cellnest.dev;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition instead of a fixed time. */
final class Await {
    private static final long LIMIT_NS = Duration.ofSeconds(60).toNanos();
    private static final long LOOK_NS = Duration.ofMillis(10).toNanos();

    private Await() {}

    static void until(Callable<Boolean> condition, Supplier<String> otherwise) throws Exception {
        long untilNs = System.nanoTime() + LIMIT_NS;
        while (!condition.call()) {
            if (System.nanoTime() - untilNs > 0) {
                throw new AssertionError("waited in vain; " + otherwise.get());
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
