package org.cellnest.router.broker;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Records the decisions of operators about cells: the drained cells, and the incarnations that are refused. They are
 * known to this router alone, until it ends; they outlive the cells' sessions, and are bounded in number. Used by the
 * broker's thread alone.
 */
public final class OperatorDecisions {
    /** The maximum number of cells with a decision, of either kind. */
    public static final int MAX_DECISIONS = 1024;

    /**
     * A kick of a cell.
     *
     * @param incarnation the incarnation that is refused
     * @param sinceNs the time of the kick
     */
    record Kick(String incarnation, long sinceNs) {}

    private final Set<String> drained = new LinkedHashSet<>();
    private final Map<String, Kick> kicksByCell = new LinkedHashMap<>();

    boolean isDrained(String cellId) {
        return drained.contains(cellId);
    }

    /** Records a drain; returns false if no more can be recorded. */
    boolean drain(String cellId) {
        return drained.size() < MAX_DECISIONS && drained.add(cellId);
    }

    /** Whether the cell was kicked. */
    boolean isKicked(String cellId) {
        return kicksByCell.containsKey(cellId);
    }

    Map<String, Kick> kicks() {
        return kicksByCell;
    }

    /** Records a kick; returns false if no more can be recorded. */
    boolean kick(String cellId, String incarnation, long nowNs) {
        if (kicksByCell.size() >= MAX_DECISIONS) {
            return false;
        }
        kicksByCell.put(cellId, new Kick(incarnation, nowNs));
        return true;
    }

    /** Whether this incarnation of a cell is refused; a later incarnation is admitted. */
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

    /** Removes all decisions about a cell; returns whether there were any. */
    boolean resume(String cellId) {
        boolean wasDrained = drained.remove(cellId);
        return kicksByCell.remove(cellId) != null || wasDrained;
    }
}
