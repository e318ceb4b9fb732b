package org.cellnest.integration.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a deadline. */
public final class Await {
    private static final long LOOK_EVERY_NS = 5_000_000;

    private Await() {}

    /** Waits for at most twenty seconds: longer than anything that should come to pass takes on a busy machine. */
    public static void until(String what, Callable<Boolean> condition) {
        within(Duration.ofSeconds(20), what, condition);
    }

    /** Waits until the condition holds; an exception that it throws counts as "not yet". */
    public static void within(Duration limit, String what, Callable<Boolean> condition) {
        long startNs = System.nanoTime();
        Exception last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() - startNs > limit.toNanos()) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    /** Whether the condition holds without a break for as long; for what must not happen. */
    public static void stays(Duration time, String what, Callable<Boolean> condition) throws Exception {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < time.toNanos()) {
            if (!condition.call()) {
                throw new AssertionError("no longer: " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }
}
