package org.cellnest.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number with one writer at a time, read by any thread without a lock: it may be a little old, never torn. */
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

    /** Adds to it. */
    public void add(long more) {
        VALUE.setOpaque(this, value + more);
    }

    /** Makes it another number. */
    public void set(long now) {
        VALUE.setOpaque(this, now);
    }

    /** The number. Any thread. */
    public long value() {
        return (long) VALUE.getOpaque(this);
    }
}
