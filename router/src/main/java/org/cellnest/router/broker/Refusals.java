package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds the refusals of cells to start one request. A refusal stands until its cell sends a heartbeat, after which the
 * cell may have room again. Used by the broker's thread alone.
 */
final class Refusals {
    /** A refusal, with the number of heartbeats the cell had sent by then. */
    private record Refusal(CellSession cell, long heartbeats) {}

    private final List<Refusal> refusals = new ArrayList<>(3);

    void add(CellSession cell) {
        refusals.add(new Refusal(cell, cell.heartbeatsHeard()));
    }

    int count() {
        return refusals.size();
    }

    /** Whether the cell has refused and has not sent a heartbeat since. */
    boolean isStandingBy(CellSession cell) {
        for (int i = refusals.size() - 1; i >= 0; i--) {
            Refusal refusal = refusals.get(i);
            if (refusal.cell() == cell) {
                return refusal.heartbeats() == cell.heartbeatsHeard();
            }
        }
        return false;
    }
}
