package org.cellnest.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number with one writer at a time. Any thread reads it without a lock; a value read may be slightly old, but never
 * torn.
 */
public final class SingleWriterCounter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SingleWriterCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Adds to the number. */
    public void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    /** Sets the number. */
    public void set(long now) {
        VALUE.setOpaque(this, now);
    }

    /** Returns the number. Any thread. */
    public long value() {
        return (long) VALUE.getOpaque(this);
    }
}
