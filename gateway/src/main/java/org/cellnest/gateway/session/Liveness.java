package org.cellnest.gateway.session;

import org.cellnest.transport.Clock;

/**
 * Judges by silence whether the other side lives. Only periods in which the judge itself ran count: one that was stopped,
 * or starved of its processor, has not listened and does not conclude anything. Not thread-safe.
 *
 * @see Clock#nanoTime
 */
final class Liveness {
    private final long periodNs;
    private final int deadAfterMissed;
    private boolean heard;
    private int missed;
    private long periodEndNs;

    Liveness(long periodNs, int deadAfterMissed, long nowNs) {
        this.periodNs = periodNs;
        this.deadAfterMissed = deadAfterMissed;
        periodEndNs = nowNs + periodNs;
    }

    /** Something came. */
    void onHeard() {
        heard = true;
    }

    /** Looks at the time; to be called at least twice in each period, after all input was taken in. */
    boolean isDead(long nowNs) {
        long lateNs = nowNs - periodEndNs;
        if (lateNs < 0) {
            return false;
        }
        boolean judgeRan = lateNs < periodNs;
        if (heard) {
            missed = 0;
        } else if (judgeRan) {
            missed++;
        }
        heard = false;
        periodEndNs = nowNs + periodNs;
        return missed >= deadAfterMissed;
    }

    long nextLookNs() {
        return periodEndNs;
    }
}
