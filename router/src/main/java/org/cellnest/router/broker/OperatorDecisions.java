package org.cellnest.router.broker;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what operators have decided about cells: the drained cells, and the incarnations that are sent away. Known to this
 * router alone, until it ends; it outlives the cells' sessions, and is bounded. Used by the broker's thread alone.
 */
public final class OperatorDecisions {
    /** The most cells about which something is decided, of either kind. */
    public static final int MAX_DECISIONS = 1024;

    /**
     * A cell that was sent away.
     *
     * @param incarnation the one that is refused
     * @param sinceNs since when
     */
    record Kick(String incarnation, long sinceNs) {}

    private final Set<String> drained = new LinkedHashSet<>();
    private final Map<String, Kick> kicksByCell = new LinkedHashMap<>();

    boolean isDrained(String cellId) {
        return drained.contains(cellId);
    }

    /** Remembers a drain; returns false if no more can be remembered. */
    boolean drain(String cellId) {
        return drained.size() < MAX_DECISIONS && drained.add(cellId);
    }

    /** Whether the cell was sent away. */
    boolean isKicked(String cellId) {
        return kicksByCell.containsKey(cellId);
    }

    Map<String, Kick> kicks() {
        return kicksByCell;
    }

    /** Remembers a kick; returns false if no more can be remembered. */
    boolean kick(String cellId, String incarnation, long nowNs) {
        if (kicksByCell.size() >= MAX_DECISIONS) {
            return false;
        }
        kicksByCell.put(cellId, new Kick(incarnation, nowNs));
        return true;
    }

    /** Whether this incarnation of a cell is refused; another one has been started since, and is let in. */
    boolean refuses(String cellId, String incarnation) {
        Kick kick = kicksByCell.get(cellId);
        if (kick == null) {
            return false;
        }
        if (kick.incarnation().equals(incarnation)) {
            return true;
        }
        kicksByCell.remove(cellId);
        return false;
    }

    /** Takes back all that was decided about a cell; returns whether anything was. */
    boolean resume(String cellId) {
        boolean wasDrained = drained.remove(cellId);
        return kicksByCell.remove(cellId) != null || wasDrained;
    }
}
