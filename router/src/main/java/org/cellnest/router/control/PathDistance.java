package org.cellnest.router.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.route.Constraint;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;

/**
 * Measures the distance of a path from templates, in edits of its spelling. Segments are aligned so that the fewest
 * edits remain. A variable matches any text, and a segment too many or too few counts by its characters. Takes time
 * linear in a template's length, however long the path is. Belongs to one thread.
 */
final class PathDistance {
    /** The number of the path's segments that are compared: one more than any template has. */
    private static final int MOST = PathTemplate.MAX_SEGMENTS + 1;

    /** The maximum distance of places at which two segments are still compared. */
    private static final int SHIFT = 2;

    private static final int MISSING_VARIABLE = 2;
    private static final int MISSING_REST = 1;
    private static final int EMPTY_VARIABLE = 1;
    private static final int UNFIT_VARIABLE = 2;

    /**
     * The maximum number of constraints that are tried, each once, since matching costs far more than all else; further
     * ones count as not matching.
     */
    private static final int MOST_CONSTRAINTS = 4_096;

    private final String[] given;
    private final Spelling[] spellings;
    /** The cost of omitting all segments from an index on. */
    private final int[] costFrom;

    /** The segments that a constraint matches, a bit for each, by the text of the constraint. */
    private final Map<String, Long> matchesByConstraint = new HashMap<>();

    private int[] above;
    private int[] row;
    private boolean alike;
    private int edits;

    /** @param segments of the path, decoded */
    PathDistance(String[] segments) {
        this.given = segments;
        int count = Math.min(MOST, segments.length);
        this.spellings = new Spelling[count];
        for (int i = 0; i < count; i++) {
            spellings[i] = new Spelling(segments[i]);
        }
        this.costFrom = new int[count + 1];
        for (int i = segments.length - 1; i >= 0; i--) {
            if (i < count) {
                costFrom[i] = costFrom[i + 1] + segments[i].length() + 1;
            } else {
                costFrom[count] += segments[i].length() + 1;
            }
        }
        this.above = new int[count + 1];
        this.row = new int[count + 1];
    }

    /** Returns the number of edits from the path to a template. */
    int to(List<Segment> template) {
        alike = false;
        edits = editsTo(template);
        return edits;
    }

    private int editsTo(List<Segment> template) {
        for (int j = 0; j < row.length; j++) {
            row[j] = costFrom[0] - costFrom[j];
        }
        for (int i = 0; i < template.size(); i++) {
            Segment segment = template.get(i);
            if (segment instanceof Segment.Rest) {
                return withRest();
            }
            next(segment, i);
        }
        return row[row.length - 1] + costFrom[row.length - 1];
    }

    /**
     * Whether the template that was measured last may have been meant. One of its texts must be spelled nearly like a
     * text near its place in the path. At most half of the path may be edited.
     */
    boolean isAlike() {
        return alike && 2 * edits <= costFrom[0];
    }

    /**
     * Returns the cost of a rest, which matches all remaining segments; only a missing slash before it costs an edit.
     */
    private int withRest() {
        int least = row[row.length - 1] + costFrom[row.length - 1] + MISSING_REST;
        for (int j = 0; j < row.length - 1; j++) {
            least = Math.min(least, row[j]);
        }
        return least;
    }

    private void next(Segment segment, int at) {
        int[] before = row;
        row = above;
        above = before;
        int missing = missing(segment);
        row[0] = above[0] + missing;
        for (int j = 1; j < row.length; j++) {
            int surplus = costFrom[j - 1] - costFrom[j];
            int least = Math.min(above[j] + missing, row[j - 1] + surplus);
            if (Math.abs(at - (j - 1)) <= SHIFT) {
                least = Math.min(least, above[j - 1] + replaced(segment, j - 1));
            }
            row[j] = least;
        }
    }

    private static int missing(Segment segment) {
        return segment instanceof Segment.Literal literal ? literal.text().length() + 1 : MISSING_VARIABLE;
    }

    private int replaced(Segment segment, int at) {
        if (segment instanceof Segment.Literal literal) {
            int distance = spellings[at].distance(literal.text());
            alike = alike || spellings[at].isAlike(literal.text(), distance);
            return distance;
        }
        if (given[at].isEmpty()) {
            return EMPTY_VARIABLE;
        }
        Constraint constraint = segment instanceof Segment.Variable variable ? variable.constraint() : null;
        return constraint == null || matches(constraint, at) ? 0 : UNFIT_VARIABLE;
    }

    private boolean matches(Constraint constraint, int at) {
        Long known = matchesByConstraint.get(constraint.text());
        if (known == null) {
            if (matchesByConstraint.size() >= MOST_CONSTRAINTS) {
                return false;
            }
            long matches = 0;
            for (int i = 0; i < spellings.length; i++) {
                matches |= constraint.matches(given[i]) ? 1L << i : 0;
            }
            known = matches;
            matchesByConstraint.put(constraint.text(), known);
        }
        return (known >> at & 1) != 0;
    }
}
