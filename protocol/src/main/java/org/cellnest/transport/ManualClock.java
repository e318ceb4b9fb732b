package org.cellnest.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock for tests and simulations that advances only on request. Thread-safe. */
public final class ManualClock implements Clock {

    private final AtomicLong nowNs;
    private final long epochMillisAtZero;

    /** Creates a clock at 0 ns and the wall-clock time 2026-01-01T00:00Z. */
    public ManualClock() {
        this(0, 1_767_225_600_000L);
    }

    public ManualClock(long startNs, long epochMillisAtZero) {
        this.nowNs = new AtomicLong(startNs);
        this.epochMillisAtZero = epochMillisAtZero;
    }

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    @Override
    public long epochMillis() {
        return epochMillisAtZero + TimeUnit.NANOSECONDS.toMillis(nowNs.get());
    }

    /** Advances the time; returns the new {@link #nanoTime()}. */
    public long advanceNs(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("ns: " + ns + " (expected: 0 or more, time does not go back)");
        }
        return nowNs.addAndGet(ns);
    }

    public long advanceMs(long ms) {
        return advanceNs(TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
