package org.cellnest.process.settings;

import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * How the values of one kind of setting are read and checked.
 *
 * @param name what the settings table calls the kind, such as {@code port}
 * @param expected what an error message says was expected, such as {@code 0 to 65535}
 * @param reader reads a value; throws {@link RuntimeException} where the value is of another kind
 * @param valid whether a value that could be read is in range
 * @param secret whether the value must never be shown
 */
record SettingType<T>(String name, String expected, Reader<T> reader, Predicate<T> valid, boolean secret) {

    /** Reads a value; {@code base} is the folder that relative paths count from. */
    interface Reader<T> {
        T read(ConfigValue value, Path base);
    }

    SettingType(String name, String expected, Reader<T> reader, Predicate<T> valid) {
        this(name, expected, reader, valid, false);
    }

    SettingType<T> asSecret() {
        return new SettingType<>(name, expected, reader, valid, true);
    }
}
