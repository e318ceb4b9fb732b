package org.cellnest.transport;

/** A source of the time that a test can replace. Thread-safe. */
public interface Clock {

    /**
     * Returns monotonic nanoseconds from an arbitrary origin; compare by subtraction, as with {@link
     * System#nanoTime()}.
     */
    long nanoTime();

    /**
     * Returns milliseconds since 1970-01-01T00:00Z by the wall clock. This clock may jump: it is for people to read,
     * never for timeouts.
     */
    long epochMillis();
}
