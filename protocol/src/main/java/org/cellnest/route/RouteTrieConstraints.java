package org.cellnest.route;

import java.util.HashMap;
import java.util.Map;

/**
 * Holds the distinct constraints of a trie by their text, and caches their results for the segments of the current
 * path. Belongs to the thread of its trie.
 */
final class RouteTrieConstraints {
    /** A constraint, shared by the nodes that have it. Cached results are bits by depth, valid for one match only. */
    static final class Shared {
        private final Constraint constraint;
        private int holders;
        private long match;
        private int asked;
        private int yes;

        private Shared(Constraint constraint) {
            this.constraint = constraint;
        }

        String text() {
            return constraint.text();
        }
    }

    static {
        if (PathTemplate.MAX_SEGMENTS > Integer.SIZE) {
            throw new AssertionError("answers are kept in the bits of an int");
        }
    }

    private final Map<String, Shared> sharedByText = new HashMap<>();
    private int instructions;
    private long match;

    /** Returns the shared constraint and counts one more holder of it. */
    Shared acquire(Constraint constraint) {
        Shared shared = sharedByText.get(constraint.text());
        if (shared == null) {
            shared = new Shared(constraint);
            sharedByText.put(constraint.text(), shared);
            instructions += constraint.programSize();
        }
        shared.holders++;
        return shared;
    }

    void release(Shared shared) {
        if (--shared.holders == 0) {
            sharedByText.remove(shared.text());
            instructions -= shared.constraint.programSize();
        }
    }

    /** Begins a new match, which invalidates the cached results. */
    void forgetAnswers() {
        match++;
    }

    boolean matches(Shared shared, RouteTriePath path, int depth) {
        if (shared.match != match) {
            shared.match = match;
            shared.asked = 0;
            shared.yes = 0;
        }
        int bit = 1 << depth;
        if ((shared.asked & bit) == 0) {
            shared.asked |= bit;
            if (shared.constraint.matches(path.segment(depth))) {
                shared.yes |= bit;
            }
        }
        return (shared.yes & bit) != 0;
    }

    boolean holds(Constraint constraint) {
        return sharedByText.containsKey(constraint.text());
    }

    int size() {
        return sharedByText.size();
    }

    /** Returns the total compiled size of the constraints, in instructions. */
    int instructions() {
        return instructions;
    }
}
