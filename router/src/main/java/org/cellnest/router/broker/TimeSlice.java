package org.cellnest.router.broker;

import java.util.function.LongSupplier;

/** A time limit of one piece of work: begun with the piece, and checked after each step of it. Used by one thread. */
public interface TimeSlice {
    /** Begins a piece. */
    void begin();

    /** Whether the piece ends here; to be checked once after each step. */
    boolean isOver();

    /** Creates a limit by a clock in nanoseconds. A piece exceeds it by the duration of its last step. */
    static TimeSlice of(LongSupplier nanoTime, long sliceNs) {
        return new TimeSlice() {
            private long beganNs;

            @Override
            public void begin() {
                beganNs = nanoTime.getAsLong();
            }

            @Override
            public boolean isOver() {
                return nanoTime.getAsLong() - beganNs >= sliceNs;
            }
        };
    }
}
