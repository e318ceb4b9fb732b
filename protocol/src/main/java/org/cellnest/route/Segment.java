package org.cellnest.route;

import org.jspecify.annotations.Nullable;

/** A part of a template: a pattern for the text between two slashes of a path, or for everything after one slash. */
public sealed interface Segment {

    /** A literal text, which may be empty: {@code /a/} is the literal {@code a} and an empty literal. */
    record Literal(String text) implements Segment {}

    /**
     * A variable that matches any text but the empty one; its constraint, if there is one, must match the whole text.
     */
    record Variable(String name, @Nullable Constraint constraint) implements Segment {}

    /**
     * A rest that matches the remainder of the path, slashes included. It may be empty, but the slash before it must be
     * present.
     */
    record Rest(String name) implements Segment {}
}
