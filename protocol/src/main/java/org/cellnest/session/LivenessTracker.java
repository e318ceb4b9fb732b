package org.cellnest.session;

/**
 * Judges by silence whether the router lives, and by its own absences whether this process was stopped. Time counts only
 * while the judge itself ran: an absence of more than a period does not, since what came meanwhile is unread. To be asked
 * at least twice in each period, by one thread.
 */
public final class LivenessTracker {
    private final long periodNs;
    private final long deadNs;
    private final long stallNs;
    private long lastTurnNs;
    private long silentNs;

    /**
     * @param periodNs between two heartbeats
     * @param deadAfterMissed after how many silent periods a router counts as gone
     * @param leastStallNs an absence is never called a stall below this
     */
    public LivenessTracker(long periodNs, int deadAfterMissed, long leastStallNs, long nowNs) {
        this.periodNs = periodNs;
        this.deadNs = periodNs * deadAfterMissed;
        // The last heartbeat may have left one period before the absence began.
        this.stallNs = Math.max(leastStallNs, periodNs * Math.max(1, deadAfterMissed - 1));
        this.lastTurnNs = nowNs;
    }

    /** An absence that is longer is a stall. */
    public long stallNs() {
        return stallNs;
    }

    /** Something came from the router. */
    public void onHeard() {
        silentNs = 0;
    }

    /** A turn begins or a wait has ended. Returns whether the process was absent for so long that it may be given up for dead. */
    public boolean onTurn(long nowNs) {
        long absentNs = nowNs - lastTurnNs;
        lastTurnNs = nowNs;
        if (absentNs <= periodNs) {
            silentNs += absentNs;
        }
        return absentNs > stallNs;
    }

    /** Whether the router has been silent for too long; to be asked when all input was taken in. */
    public boolean isDead() {
        return silentNs > deadNs;
    }
}
