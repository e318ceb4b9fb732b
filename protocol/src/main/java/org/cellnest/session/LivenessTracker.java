package org.cellnest.session;

/**
 * Detects a dead router by its silence, and a stall of this process by its own absences. Time counts only while the
 * tracker itself ran: an absence of more than a period does not, since input of that time is still unread. One thread
 * owns it and gives it a turn at least twice in each period.
 */
public final class LivenessTracker {
    private final long periodNs;
    private final long deadNs;
    private final long stallNs;
    private long lastTurnNs;
    private long silentNs;

    /**
     * @param periodNs between two heartbeats
     * @param deadAfterMissed the number of silent periods after which a router counts as gone
     * @param leastStallNs the shortest absence that may count as a stall
     */
    public LivenessTracker(long periodNs, int deadAfterMissed, long leastStallNs, long nowNs) {
        this.periodNs = periodNs;
        this.deadNs = periodNs * deadAfterMissed;
        // The last heartbeat may have left one period before the absence began.
        this.stallNs = Math.max(leastStallNs, periodNs * Math.max(1, deadAfterMissed - 1));
        this.lastTurnNs = nowNs;
    }

    /** Returns the longest absence that is not yet a stall. */
    public long stallNs() {
        return stallNs;
    }

    /** Ends the silence: something came from the router. */
    public void onHeard() {
        silentNs = 0;
    }

    /** Counts a turn that begins or a wait that has ended; returns whether the absence before it was a stall. */
    public boolean onTurn(long nowNs) {
        long absentNs = nowNs - lastTurnNs;
        lastTurnNs = nowNs;
        if (absentNs <= periodNs) {
            silentNs += absentNs;
        }
        return absentNs > stallNs;
    }

    /** Whether the router has been silent for too long; meaningful once all input was taken in. */
    public boolean isDead() {
        return silentNs > deadNs;
    }
}
