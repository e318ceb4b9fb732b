package org.cellnest.route;

import org.jspecify.annotations.Nullable;

/** The share of a template's paths that another template, the selecting one, matches too. */
public enum PathOverlap {
    /** None of the paths. */
    NONE,
    /** Possibly some of the paths, as only a path itself can decide. */
    SOME,
    /** Each of the paths. */
    ALL;

    /**
     * Compares two templates segment by segment. Two different constraints may match the same values, so they count as
     * {@link #SOME}.
     *
     * @param selecting the template that selects
     * @param paths the template whose paths are selected
     */
    public static PathOverlap of(PathTemplate selecting, PathTemplate paths) {
        PathOverlap all = ALL;
        for (int i = 0; i < selecting.segments().size(); i++) {
            if (i == paths.segments().size()) {
                return NONE; // the paths end before this segment
            }
            Segment mine = selecting.segments().get(i);
            Segment theirs = paths.segments().get(i);
            if (mine instanceof Segment.Rest) {
                return all;
            }
            if (theirs instanceof Segment.Rest) {
                return SOME; // a rest may be any text, also the one that the segments from here on match
            }
            PathOverlap here = of(mine, theirs);
            if (here == NONE) {
                return NONE;
            }
            all = here == SOME ? SOME : all;
        }
        return selecting.segments().size() == paths.segments().size() ? all : NONE;
    }

    /** Compares two segments, neither of which is a rest. */
    private static PathOverlap of(Segment mine, Segment theirs) {
        if (theirs instanceof Segment.Literal literal) {
            return matches(mine, literal.text()) ? ALL : NONE;
        }
        if (mine instanceof Segment.Literal literal) {
            return matches(theirs, literal.text()) ? SOME : NONE;
        }
        Constraint wanted = constraint(mine);
        return wanted == null || wanted.equals(constraint(theirs)) ? ALL : SOME;
    }

    private static boolean matches(Segment segment, String text) {
        if (segment instanceof Segment.Literal literal) {
            return literal.text().equals(text);
        }
        Constraint constraint = constraint(segment);
        return !text.isEmpty() && (constraint == null || constraint.matches(text));
    }

    private static @Nullable Constraint constraint(Segment segment) {
        return segment instanceof Segment.Variable variable ? variable.constraint() : null;
    }
}
