package org.cellnest.transport;

/** Where code of ours reads the time, so that a test can move it. Thread-safe. */
public interface Clock {

    /** Monotonic nanoseconds from an arbitrary origin; compare by subtraction, as with {@link System#nanoTime()}. */
    long nanoTime();

    /** Milliseconds since 1970-01-01T00:00Z by the wall clock, which may jump: for people to read, never for timeouts. */
    long epochMillis();
}
