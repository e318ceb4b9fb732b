package org.cellnest.process.settings;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a setting is when nobody gave it. */
sealed interface DefaultValue<T> {
    /** The value as it would be written in a file, or a phrase that says where it comes from. */
    String text();

    /** A value written as in a file. */
    record Fixed<T>(String text) implements DefaultValue<T> {}

    /** Computed from other settings, each time it is asked for. */
    record Derived<T>(String text, Function<Settings, T> from) implements DefaultValue<T> {}

    /** Chosen once for each {@link Settings}, so once in the life of a process. */
    record Chosen<T>(String text, Supplier<T> choice) implements DefaultValue<T> {}
}
