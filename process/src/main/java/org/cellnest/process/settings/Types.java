package org.cellnest.process.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Creates the types of settings. */
final class Types {
    private Types() {}

    static SettingType<Integer> integer(String name, int from, int to) {
        return new SettingType<>(
                name,
                from + " to " + to,
                (value, base) -> Math.toIntExact(wholeNumber(value)),
                v -> v >= from && v <= to);
    }

    static SettingType<Boolean> bool() {
        return new SettingType<>(
                "boolean", "true or false", (value, base) -> value.atKey("v").getBoolean("v"), v -> true);
    }

    static SettingType<Duration> duration(String from, String to) {
        Duration least = hoconDuration(from);
        Duration most = hoconDuration(to);
        return new SettingType<>(
                "duration",
                from + " to " + to + ", such as 500ms, 10s or 2m",
                (value, base) -> value.atKey("v").getDuration("v"),
                v -> v.compareTo(least) >= 0 && v.compareTo(most) <= 0);
    }

    static SettingType<Long> size(String from, String to) {
        long least = hoconSize(from);
        long most = hoconSize(to);
        return new SettingType<>(
                "size",
                from + " to " + to + ", such as 500KiB or 64MiB",
                (value, base) -> value.atKey("v").getBytes("v"),
                v -> v >= least && v <= most);
    }

    static SettingType<Double> share() {
        return new SettingType<>(
                "share",
                "0 to 1, such as 0.05",
                (value, base) -> value.atKey("v").getDouble("v"),
                v -> v >= 0 && v <= 1);
    }

    static SettingType<String> text(String expected, Pattern form) {
        return new SettingType<>(
                "text",
                expected,
                (value, base) -> scalar(value),
                v -> form.matcher(v).matches());
    }

    static <T> SettingType<T> parsed(String name, String expected, Function<String, T> parser) {
        return new SettingType<>(name, expected, (value, base) -> parser.apply(scalar(value)), v -> true);
    }

    static SettingType<Path> path() {
        return new SettingType<>(
                "path", "a path", (value, base) -> base.resolve(scalar(value)).normalize(), v -> true);
    }

    static SettingType<Optional<Path>> optionalPath() {
        SettingType<Path> path = path();
        return new SettingType<>(
                path.name(),
                "nothing, or " + path.expected(),
                (value, base) -> scalar(value).isEmpty()
                        ? Optional.empty()
                        : Optional.of(path.reader().read(value, base)),
                v -> true);
    }

    /** Returns the type of a list; comma-separated text is also accepted as a list. */
    static <T> SettingType<List<T>> listOf(SettingType<T> element, int most) {
        return new SettingType<>(
                "list of " + element.name(),
                "a list of at most " + most + ", each " + element.expected(),
                (value, base) -> {
                    List<T> read = new ArrayList<>();
                    for (ConfigValue item : items(value)) {
                        read.add(element.reader().read(item, base));
                    }
                    return Collections.unmodifiableList(read);
                },
                v -> v.size() <= most && v.stream().allMatch(element.valid()));
    }

    /**
     * Returns the type of names with values: an object, or {@code name=value} pairs as a list or comma-separated text.
     */
    static SettingType<Map<String, String>> pairs(int most) {
        return new SettingType<>(
                "pairs",
                "at most " + most + " pairs, { name = value } or name=value,...",
                (value, base) -> {
                    Map<String, String> pairs = new LinkedHashMap<>();
                    if (value instanceof ConfigObject object) {
                        new TreeMap<>(object).forEach((name, item) -> pairs.put(name, scalar(item)));
                    } else {
                        for (ConfigValue item : items(value)) {
                            String[] pair = scalar(item).split("=", 2);
                            if (pair.length < 2 || pair[0].isBlank()) {
                                throw new IllegalArgumentException("no '=' in " + scalar(item));
                            }
                            pairs.put(pair[0].trim(), pair[1].trim());
                        }
                    }
                    return Collections.unmodifiableMap(pairs);
                },
                v -> v.size() <= most);
    }

    static String scalar(ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT
                || value.valueType() == ConfigValueType.LIST
                || value.valueType() == ConfigValueType.NULL) {
            throw new IllegalArgumentException("not one value");
        }
        return String.valueOf(value.unwrapped());
    }

    private static List<? extends ConfigValue> items(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list;
        }
        List<ConfigValue> items = new ArrayList<>();
        for (String item : scalar(value).split(",", -1)) {
            if (!item.isBlank()) {
                items.add(ConfigValueFactory.fromAnyRef(item.trim()));
            }
        }
        return items;
    }

    private static long wholeNumber(ConfigValue value) {
        Object unwrapped = value.unwrapped();
        if (unwrapped instanceof Integer || unwrapped instanceof Long) {
            return ((Number) unwrapped).longValue();
        }
        return Long.parseLong(scalar(value).trim());
    }

    static Duration hoconDuration(String text) {
        return ConfigValueFactory.fromAnyRef(text).atKey("v").getDuration("v");
    }

    static long hoconSize(String text) {
        return ConfigValueFactory.fromAnyRef(text).atKey("v").getBytes("v");
    }

    /** Whether a reader's exception blames the value, not the reader. */
    static boolean isBadValue(RuntimeException e) {
        return e instanceof IllegalArgumentException
                || e instanceof ConfigException
                || e instanceof ArithmeticException;
    }
}
