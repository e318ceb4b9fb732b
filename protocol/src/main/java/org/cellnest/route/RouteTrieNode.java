package org.cellnest.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a trie: its values, and the child for each kind of segment. Belongs to the thread of its trie. */
final class RouteTrieNode<T> {
    /** An edge for a constrained variable. */
    record Constrained<T>(RouteTrieConstraints.Shared constraint, RouteTrieNode<T> node) {}

    private final Map<RouteTriePath.Key, RouteTrieNode<T>> literals = new HashMap<>(2);
    /** The edges in the order of the constraints' texts. */
    final List<Constrained<T>> constrained = new ArrayList<>(0);

    @Nullable
    RouteTrieNode<T> variable;
    /** The value of the template that ends here. */
    @Nullable
    T value;
    /** The value of the template that continues from here with a rest. */
    @Nullable
    T rest;

    @Nullable
    RouteTrieNode<T> literal(RouteTriePath path, int depth) {
        return literals.isEmpty() ? null : literals.get(path.key(depth));
    }

    @Nullable
    RouteTrieNode<T> child(Segment segment) {
        if (segment instanceof Segment.Literal literal) {
            return literals.get(RouteTriePath.Key.of(literal.text()));
        }
        Constraint constraint = constraint(segment);
        if (constraint == null) {
            return variable;
        }
        int index = indexOf(constraint.text());
        return index < 0 ? null : constrained.get(index).node();
    }

    RouteTrieNode<T> childOrNew(Segment segment, RouteTrieConstraints constraints) {
        RouteTrieNode<T> child = child(segment);
        if (child != null) {
            return child;
        }
        RouteTrieNode<T> created = new RouteTrieNode<>();
        Constraint constraint = constraint(segment);
        if (segment instanceof Segment.Literal literal) {
            literals.put(RouteTriePath.Key.of(literal.text()), created);
        } else if (constraint == null) {
            variable = created;
        } else {
            int place = -1 - indexOf(constraint.text());
            constrained.add(place, new Constrained<>(constraints.acquire(constraint), created));
        }
        return created;
    }

    void removeChild(Segment segment, RouteTrieConstraints constraints) {
        Constraint constraint = constraint(segment);
        if (segment instanceof Segment.Literal literal) {
            literals.remove(RouteTriePath.Key.of(literal.text()));
        } else if (constraint == null) {
            variable = null;
        } else {
            constraints.release(constrained.remove(indexOf(constraint.text())).constraint());
        }
    }

    /** Replaces a value; returns the previous one, or null. */
    @Nullable
    T replaceValue(boolean ofRest, @Nullable T replacement) {
        T before = ofRest ? rest : value;
        if (ofRest) {
            rest = replacement;
        } else {
            value = replacement;
        }
        return before;
    }

    boolean isEmpty() {
        return value == null && rest == null && variable == null && literals.isEmpty() && constrained.isEmpty();
    }

    int nodesBelow() {
        int nodes = variable == null ? 0 : 1 + variable.nodesBelow();
        for (RouteTrieNode<T> child : literals.values()) {
            nodes += 1 + child.nodesBelow();
        }
        for (Constrained<T> edge : constrained) {
            nodes += 1 + edge.node().nodesBelow();
        }
        return nodes;
    }

    private static @Nullable Constraint constraint(Segment segment) {
        return segment instanceof Segment.Variable variable ? variable.constraint() : null;
    }

    /**
     * Searches the constrained edges by bisection. Like {@link java.util.Collections#binarySearch}, returns -1 -
     * position if the text is missing.
     */
    private int indexOf(String constraintText) {
        int low = 0;
        int high = constrained.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = constrained.get(middle).constraint().text().compareTo(constraintText);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }
}
