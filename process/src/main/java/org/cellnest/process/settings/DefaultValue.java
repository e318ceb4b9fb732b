package org.cellnest.process.settings;

import java.util.function.Function;
import java.util.function.Supplier;

/** A default of a setting. */
sealed interface DefaultValue<T> {
    /** Returns the value as written in a file, or a phrase that names its source. */
    String text();

    /** A value written as in a file. */
    record Fixed<T>(String text) implements DefaultValue<T> {}

    /** A value computed from other settings on each access. */
    record Derived<T>(String text, Function<Settings, T> from) implements DefaultValue<T> {}

    /** A value chosen once for each {@link Settings}, so once in the life of a process. */
    record Chosen<T>(String text, Supplier<T> choice) implements DefaultValue<T> {}
}
