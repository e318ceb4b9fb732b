package org.cellnest.route;

import org.jspecify.annotations.Nullable;

/** What a template asks of the text between two slashes of a path, or of everything from one slash on. */
public sealed interface Segment {

    /** Exactly this text, which may be empty: {@code /a/} is the literal {@code a} and an empty literal. */
    record Literal(String text) implements Segment {}

    /** Any text but the empty one, as long as the constraint, where there is one, matches all of it. */
    record Variable(String name, @Nullable Constraint constraint) implements Segment {}

    /** All that is left of the path, slashes included; may be empty, but the slash before it must be there. */
    record Rest(String name) implements Segment {}
}
