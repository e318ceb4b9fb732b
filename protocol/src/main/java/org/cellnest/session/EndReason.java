package org.cellnest.session;

/**
 * Recognizes the reason that was reported last, so that the owner logs a change of it and not its repetition. Not
 * thread-safe: belongs to the thread that reports.
 */
public final class EndReason {
    private String last = "";

    /** Remembers a reason; returns whether it differs from the one before. */
    public boolean change(String reason) {
        boolean changed = !reason.equals(last);
        last = reason;
        return changed;
    }

    /** Forgets the last reason once all is well: the next one is reported even if it is the same. */
    public void clear() {
        last = "";
    }
}
