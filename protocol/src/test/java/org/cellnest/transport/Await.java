package org.cellnest.transport;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
public final class Await {

    private static final long DEADLINE_NS = 30_000_000_000L;

    private Await() {}

    /** Waits until the condition holds, and fails where it does not within half a minute. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> LockSupport.parkNanos(1_000_000));
    }

    /** @param meanwhile done between two looks at the condition */
    static void until(String what, BooleanSupplier condition, Runnable meanwhile) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("not within 30 s: " + what);
            }
            meanwhile.run();
        }
    }
}
