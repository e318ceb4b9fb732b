package org.cellnest.route;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Maps templates to values and finds the values whose template matches a path. A template is identified by its
 * canonical shape: putting {@code /{a}} and then {@code /{b}} leaves one entry.
 *
 * <p>Matching walks the trie depth first: literal, constrained variables by their text, variable, rest. That is the
 * order of {@link PathTemplate#MOST_SPECIFIC_FIRST} regardless of the order of registration. Backtracking to a less
 * specific branch is part of the walk.
 *
 * <p><b>Cost.</b> Each segment of a template takes exactly one segment of the path, so a node at depth d is only ever
 * compared with segment d. There is one way to each node. A match therefore visits each node at most once, at most
 * {@link PathTemplate#MAX_SEGMENTS} deep, however long the path. The result of a constraint on a segment is cached for
 * the duration of the match. Each distinct constraint thus runs at most once on each segment, in linear time on bounded
 * text. Nothing is exponential: the worst case is one visit of all nodes, and the usual case is one hash look-up for
 * each segment. A match allocates nothing, except where a constraint is tried.
 *
 * <p>Belongs to the thread of the route table's owner. The functions passed to a match must not call the trie.
 */
public final class RouteTrie<T> {
    /**
     * The maximum total size of the distinct constraints of one trie, in compiled instructions. On a value of {@link
     * Constraint#MAX_VALUE_LENGTH} characters that is some 50 ms at the very worst. Ordinary constraints have 5 to 50
     * instructions and stop at the first character that does not match.
     */
    static final int MAX_INSTRUCTIONS = 50_000;

    private final RouteTrieNode<T> root = new RouteTrieNode<>();
    private final RouteTrieConstraints constraints = new RouteTrieConstraints();
    private final RouteTriePath path = new RouteTriePath();
    private int size;
    private boolean matching;

    /**
     * Whether the constraints of these templates fit beside the present ones. To be checked before a registration is
     * accepted, since {@link #put} itself refuses nothing.
     */
    boolean hasRoomFor(Collection<PathTemplate> templates) {
        Room room = room();
        return templates.stream().allMatch(room::takes);
    }

    /** As {@link #hasRoomFor}, template by template, while the trie stays as it is. */
    Room room() {
        return new Room(constraints);
    }

    /** A budget for the constraints that fit beside those of a trie. */
    public static final class Room {
        private final RouteTrieConstraints present;
        private final Set<Constraint> added = new HashSet<>();
        private int instructions;

        private Room(RouteTrieConstraints present) {
            this.present = present;
            this.instructions = present.instructions();
        }

        /** Whether the constraints of one more template fit beside those of the templates checked before. */
        public boolean takes(PathTemplate template) {
            for (Segment segment : template.segments()) {
                Constraint constraint = segment instanceof Segment.Variable variable ? variable.constraint() : null;
                if (constraint != null && !present.holds(constraint) && added.add(constraint)) {
                    instructions += constraint.programSize();
                }
            }
            return instructions <= MAX_INSTRUCTIONS;
        }
    }

    /** Stores a value under a template's shape; returns the previous value of this shape, or null. */
    @Nullable
    T put(PathTemplate template, T value) {
        requireNotMatching();
        List<Segment> segments = template.segments();
        RouteTrieNode<T> node = root;
        int depth = stepsTo(segments);
        for (int i = 0; i < depth; i++) {
            node = node.childOrNew(segments.get(i), constraints);
        }
        T before = node.replaceValue(endsInRest(segments), value);
        if (before == null) {
            size++;
        }
        return before;
    }

    /** Removes the value of a template's shape; returns it, or null. */
    @Nullable
    T remove(PathTemplate template) {
        requireNotMatching();
        T removed = remove(root, template.segments(), 0);
        if (removed != null) {
            size--;
        }
        return removed;
    }

    private @Nullable T remove(RouteTrieNode<T> node, List<Segment> segments, int depth) {
        if (depth == stepsTo(segments)) {
            return node.replaceValue(endsInRest(segments), null);
        }
        Segment segment = segments.get(depth);
        RouteTrieNode<T> child = node.child(segment);
        if (child == null) {
            return null;
        }
        T removed = remove(child, segments, depth + 1);
        if (child.isEmpty()) {
            node.removeChild(segment, constraints);
        }
        return removed;
    }

    /** Returns the value of this template's shape, or null. */
    @Nullable
    T get(PathTemplate template) {
        List<Segment> segments = template.segments();
        RouteTrieNode<T> node = root;
        for (int i = 0; i < stepsTo(segments); i++) {
            RouteTrieNode<T> child = node.child(segments.get(i));
            if (child == null) {
                return null;
            }
            node = child;
        }
        return endsInRest(segments) ? node.rest : node.value;
    }

    int size() {
        return size;
    }

    /** Returns the number of nodes below the root, for metrics and tests; walks the trie. */
    int nodeCount() {
        return root.nodesBelow();
    }

    /** Returns the number of distinct constraints. */
    int constraintCount() {
        return constraints.size();
    }

    /**
     * Returns the value of the most specific template that matches the path and whose value is accepted, or null.
     * Values are offered from the most specific on until one is accepted.
     *
     * @param decodedPath as {@link PathTemplate#bind} takes it; any length
     */
    @Nullable
    T match(String decodedPath, Predicate<? super T> accepts) {
        requireNotMatching();
        if (!path.load(decodedPath)) {
            return null;
        }
        matching = true;
        constraints.forgetAnswers();
        try {
            return match(root, 0, accepts);
        } finally {
            matching = false;
            path.clear();
        }
    }

    /** Every value whose template matches the path, the most specific first. */
    void forEachMatch(String decodedPath, Consumer<? super T> visitor) {
        match(decodedPath, value -> {
            visitor.accept(value);
            return false;
        });
    }

    private @Nullable T match(RouteTrieNode<T> node, int depth, Predicate<? super T> accepts) {
        if (path.endsAt(depth)) {
            return accepted(node.value, accepts);
        }
        RouteTrieNode<T> literal = node.literal(path, depth);
        T found = literal == null ? null : match(literal, depth + 1, accepts);
        if (found == null && !path.isEmptyAt(depth)) {
            found = matchVariables(node, depth, accepts);
        }
        return found != null ? found : accepted(node.rest, accepts);
    }

    private @Nullable T matchVariables(RouteTrieNode<T> node, int depth, Predicate<? super T> accepts) {
        for (int i = 0; i < node.constrained.size(); i++) {
            RouteTrieNode.Constrained<T> edge = node.constrained.get(i);
            if (constraints.matches(edge.constraint(), path, depth)) {
                T found = match(edge.node(), depth + 1, accepts);
                if (found != null) {
                    return found;
                }
            }
        }
        return node.variable == null ? null : match(node.variable, depth + 1, accepts);
    }

    private @Nullable T accepted(@Nullable T value, Predicate<? super T> accepts) {
        return value != null && accepts.test(value) ? value : null;
    }

    private void requireNotMatching() {
        if (matching) {
            throw new IllegalStateException("a function given to a match called the trie (expected: after the match)");
        }
    }

    /**
     * Returns the number of edges to the node of a template. A rest has no node of its own: it is a second value of the
     * node before it.
     */
    private static int stepsTo(List<Segment> segments) {
        return endsInRest(segments) ? segments.size() - 1 : segments.size();
    }

    private static boolean endsInRest(List<Segment> segments) {
        return segments.get(segments.size() - 1) instanceof Segment.Rest;
    }
}
