package org.cellnest.runtime.handler;

import java.util.List;
import java.util.function.Function;

/**
 * A type whose values are written as one text.
 *
 * @param name for people and tools, such as {@code integer}
 * @param expected the form expected of a text, for messages
 * @param emptyIsValue whether an empty text is a value; elsewhere it counts as missing, as browsers send empty
 *     fields
 * @param constants the names of an enum's constants; empty for other types
 * @param reader makes a value of a text, or throws any exception if the text is none
 */
record ScalarType(
        String name, String expected, boolean emptyIsValue, List<String> constants, Function<String, Object> reader) {
    ScalarType {
        constants = List.copyOf(constants);
    }

    /** Creates a type that is no enum. */
    ScalarType(String name, String expected, boolean emptyIsValue, Function<String, Object> reader) {
        this(name, expected, emptyIsValue, List.of(), reader);
    }

    /** Returns this type with another reader. */
    ScalarType readBy(Function<String, Object> other) {
        return new ScalarType(name, expected, emptyIsValue, constants, other);
    }
}
