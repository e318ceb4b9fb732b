package org.cellnest.process.settings;

import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A type of setting: reads and checks values.
 *
 * @param name the kind in the settings table, such as {@code port}
 * @param expected the expected values in error messages, such as {@code 0 to 65535}
 * @param reader reads a value; throws {@link RuntimeException} if the value is of another kind
 * @param valid whether a value that could be read is in range
 * @param secret whether the value must never be shown
 */
record SettingType<T>(String name, String expected, Reader<T> reader, Predicate<T> valid, boolean secret) {

    /** Reads a value; {@code base} is the folder against which relative paths resolve. */
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
