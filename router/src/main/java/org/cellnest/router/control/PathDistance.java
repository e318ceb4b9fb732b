package org.cellnest.router.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.route.Constraint;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;

/**
 * Measures how far a path is from templates, in edits of its spelling: segments are set side by side so that the fewest remain,
 * where a variable is any text, and a segment too many or too few counts by its characters. Takes time linear in a template's
 * length, however long the path is. For one thread.
 */
final class PathDistance {
    /** Segments of the path that are looked at: one more than any template has. */
    private static final int MOST = PathTemplate.MAX_SEGMENTS + 1;

    /** The most places that two segments may stand apart and still be compared. */
    private static final int SHIFT = 2;

    private static final int MISSING_VARIABLE = 2;
    private static final int MISSING_REST = 1;
    private static final int EMPTY_VARIABLE = 1;
    private static final int UNFIT_VARIABLE = 2;

    /** Constraints that are tried, each once, since it costs far more than all else; further ones count as not matching. */
    private static final int MOST_CONSTRAINTS = 4_096;

    private final String[] given;
    private final Spelling[] spellings;
    /** The cost of leaving out all segments from one on. */
    private final int[] costFrom;

    /** By the text of a constraint: the segments that it matches, a bit for each. */
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

    /** The edits from the path to a template. */
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
     * Whether the template that was measured last may have been meant: one of its texts is spelled nearly as one near its place
     * in the path, and at most half of the path is edited.
     */
    boolean isAlike() {
        return alike && 2 * edits <= costFrom[0];
    }

    /** A rest takes whatever is left; only that the slash before it is missing can count. */
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
