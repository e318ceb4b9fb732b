package org.cellnest.cell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the settings of a deployment: {@code META-INF/cell/defaults.conf} in its jar, overridden by the file {@code
 * NAME.conf} beside the jar, both in HOCON. Immutable.
 *
 * <pre>{@code
 * # NAME.conf
 * orders { url = "jdbc:h2:mem:orders", patience = 2s, cache = 64MiB, regions = [eu, us] }
 * }</pre>
 *
 * <pre>{@code
 * Settings orders = context.settings().section("orders");
 * String url = orders.string("url");
 * Duration patience = orders.duration("patience", Duration.ofSeconds(1));
 *
 * record Orders(String url, @Default("1s") Duration patience, long cache, List<String> regions) {}
 * Orders all = orders.bind(Orders.class);
 * }</pre>
 *
 * <p>A key may be a path with dots. A missing key without a default is an error, and so is a value that does not fit.
 * Errors are {@link IllegalArgumentException}s that name the key, the value and the expected values. A deployment with
 * a wrong setting thus fails with a helpful sentence.
 */
public final class Settings {
    /** An instance without settings. */
    public static final Settings EMPTY = new Settings("", Map.of());

    private final String path;
    private final Map<String, Object> valuesByKey;

    private Settings(String path, Map<String, Object> valuesByKey) {
        this.path = path;
        this.valuesByKey = valuesByKey;
    }

    /**
     * Returns settings from a map, for tests and for the nest itself. Dots in keys separate sections.
     *
     * @param values texts, numbers, booleans, lists and maps of such; copied
     */
    public static Settings of(Map<String, ?> values) {
        return new Settings("", SettingsTree.copyOf(values));
    }

    /** Whether a key has a value. */
    public boolean has(String key) {
        return find(key).isPresent();
    }

    /** Returns the keys of this section itself, without those of nested sections. */
    public Set<String> keys() {
        return valuesByKey.keySet();
    }

    /** Returns a text; numbers and booleans are converted to text. */
    public String string(String key) {
        return SettingsValue.string(name(key), required(key, "a text"));
    }

    /** Returns a text, or a default. */
    public String string(String key, String fallback) {
        return find(key).map(v -> SettingsValue.string(name(key), v)).orElse(fallback);
    }

    /** Returns a whole number. */
    public int integer(String key) {
        return SettingsValue.integer(name(key), required(key, SettingsValue.INTEGER));
    }

    /** Returns a whole number, or a default. */
    public int integer(String key, int fallback) {
        return find(key).map(v -> SettingsValue.integer(name(key), v)).orElse(fallback);
    }

    /** Returns a whole number of 64 bits. */
    public long number(String key) {
        return SettingsValue.number(name(key), required(key, SettingsValue.INTEGER));
    }

    /** Returns a whole number of 64 bits, or a default. */
    public long number(String key, long fallback) {
        return find(key).map(v -> SettingsValue.number(name(key), v)).orElse(fallback);
    }

    /** Returns a number with a fraction. */
    public double decimal(String key) {
        return SettingsValue.decimal(name(key), required(key, SettingsValue.DECIMAL));
    }

    /** Returns a number with a fraction, or a default. */
    public double decimal(String key, double fallback) {
        return find(key).map(v -> SettingsValue.decimal(name(key), v)).orElse(fallback);
    }

    /** Returns true (also yes, on) or false (also no, off). */
    public boolean flag(String key) {
        return SettingsValue.flag(name(key), required(key, SettingsValue.FLAG));
    }

    /** Returns true (also yes, on) or false (also no, off), or a default. */
    public boolean flag(String key, boolean fallback) {
        return find(key).map(v -> SettingsValue.flag(name(key), v)).orElse(fallback);
    }

    /**
     * Returns a duration with its unit: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}; a bare number is
     * in milliseconds.
     */
    public Duration duration(String key) {
        return SettingsValue.duration(name(key), required(key, SettingsValue.DURATION));
    }

    /** Returns a duration with its unit, or a default. */
    public Duration duration(String key, Duration fallback) {
        return find(key).map(v -> SettingsValue.duration(name(key), v)).orElse(fallback);
    }

    /**
     * Returns a size in bytes. Values may have a unit: {@code 64KiB} (also {@code 64k}), {@code 10MB} (powers of 1000),
     * {@code 1GiB}; a bare number is in bytes.
     */
    public long bytes(String key) {
        return SettingsValue.bytes(name(key), required(key, SettingsValue.BYTES));
    }

    /** Returns a size in bytes, or a default, also in bytes. */
    public long bytes(String key, long fallback) {
        return find(key).map(v -> SettingsValue.bytes(name(key), v)).orElse(fallback);
    }

    /** Returns a list of texts; empty if the key is missing. A single value is a list of one. */
    public List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(key)) {
            texts.add(SettingsValue.string(name(key), value));
        }
        return texts;
    }

    /** Returns the section below a key; a section without keys if the key is missing. */
    public Settings section(String key) {
        return find(key).map(v -> sectionOf(name(key), v)).orElseGet(() -> new Settings(name(key), Map.of()));
    }

    /** Returns a list of sections; empty if the key is missing. */
    public List<Settings> sections(String key) {
        List<Settings> sections = new ArrayList<>();
        for (Object value : list(key)) {
            sections.add(sectionOf(name(key) + "[" + sections.size() + "]", value));
        }
        return sections;
    }

    /**
     * Binds this section to a record. The key of a component is its name, also with hyphens: {@code maxOrders} is
     * {@code max-orders} or {@code maxOrders}. Components may be numbers, booleans, texts, enums, {@link Duration},
     * {@code Optional}, {@code List}, {@code Map<String, ...>}, and records, which are sections. {@code int} and {@code
     * long} also accept sizes such as {@code 64KiB}. Missing values are taken from {@link Default @Default}; a missing
     * list or map is empty.
     *
     * @throws IllegalArgumentException for a missing, wrong or unknown key, or with the message of an exception of the
     *     record's constructor
     */
    public <T extends Record> T bind(Class<T> type) {
        return type.cast(SettingsBinder.bind(this, type));
    }

    /** Returns all of this section as nested maps, lists, texts, numbers and booleans; unmodifiable. */
    public Map<String, Object> asMap() {
        return valuesByKey;
    }

    /** Returns the full name of a key of this section, for messages. */
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns the name of this section, for messages. */
    String path() {
        return path;
    }

    Optional<Object> find(String key) {
        Object direct = valuesByKey.get(key);
        if (direct != null) {
            return Optional.of(direct);
        }
        int dot = key.indexOf('.');
        if (dot > 0 && valuesByKey.get(key.substring(0, dot)) instanceof Map) {
            return section(key.substring(0, dot)).find(key.substring(dot + 1));
        }
        return Optional.empty();
    }

    static Settings sectionOf(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw SettingsValue.wrong(name, value, "a section");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, v) -> values.put((String) key, v));
        return new Settings(name, Collections.unmodifiableMap(values));
    }

    private List<?> list(String key) {
        Object value = find(key).orElse(List.of());
        return value instanceof List<?> list ? list : List.of(value);
    }

    private Object required(String key, String expected) {
        return find(key).orElseThrow(() -> SettingsValue.missing(name(key), expected));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && valuesByKey.equals(that.valuesByKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(valuesByKey);
    }

    /** Returns the names of the keys, without the values, which may be secrets. */
    @Override
    public String toString() {
        return "Settings" + valuesByKey.keySet();
    }
}
