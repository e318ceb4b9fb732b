package org.cellnest.gateway.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the lane of each request, by the fewest outstanding requests. Lanes with equal numbers take turns. Owned by
 * the I/O thread.
 */
final class LaneSelector {
    private final List<Lane> lanes = new ArrayList<>();
    private int next;

    void add(Lane lane) {
        lanes.add(lane);
    }

    void remove(Lane lane) {
        lanes.remove(lane);
    }

    /**
     * Returns the least loaded lane that takes new requests, other than {@code except}; null if there is none.
     *
     * @param flows whether the lane's router has to know bodies that flow
     */
    @Nullable
    Lane choose(@Nullable Lane except, boolean flows) {
        Lane best = null;
        int count = lanes.size();
        for (int i = 0; i < count; i++) {
            Lane lane = lanes.get((next + i) % count);
            if (lane != except
                    && lane.takesNew()
                    && (!flows || lane.takesFlows())
                    && (best == null
                            || lane.inFlight().outstanding() < best.inFlight().outstanding())) {
                best = lane;
            }
        }
        next = count == 0 ? 0 : (next + 1) % count;
        return best;
    }

    /** Whether there are lanes, and no router of theirs knows bodies that flow. */
    boolean takeNoFlows() {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).takesFlows()) {
                return false;
            }
        }
        return !lanes.isEmpty();
    }

    /** Hands over what has gathered on all lanes; returns whether nothing is left. */
    boolean flush(long nowNs) {
        boolean all = true;
        for (int i = 0; i < lanes.size(); i++) {
            all &= lanes.get(i).flush(nowNs);
        }
        return all;
    }

    boolean hasUnsent() {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).hasUnsent()) {
                return true;
            }
        }
        return false;
    }
}
