package org.cellnest.router.broker;

import java.util.function.LongSupplier;

/** A bound on one piece of work: begun with the piece, and looked at after each step of it. Used by one thread. */
public interface TimeSlice {
    /** A piece begins. */
    void begin();

    /** Whether the piece ends here; to be asked once after each step. */
    boolean isOver();

    /** Bounds pieces by a clock in nanoseconds. A piece is longer by what its last step takes. */
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
