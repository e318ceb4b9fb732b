package org.cellnest.process.settings;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds the resolved settings of one process: every key of the {@link Catalogue} has a checked value. Immutable; any
 * thread.
 */
public final class Settings {
    /** A value and its origin, such as {@code --set} or {@code conf/cellnest.conf: 12}. */
    record Resolved(Object value, String origin) {}

    private static final String DEFAULT = "default";

    private final Map<String, Resolved> given;
    private final Map<String, Object> defaults;
    private final List<String> warnings;

    Settings(Map<String, Resolved> given, Map<String, Object> defaults, List<String> warnings) {
        this.given = Map.copyOf(given);
        this.defaults = Map.copyOf(defaults);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Returns all defaults with some values replaced, each {@code key=value} as after {@code --set}; for tests and
     * embedding.
     */
    public static Settings of(String... keysAndValues) {
        return SettingsSources.commandLine(List.of(keysAndValues)).resolve();
    }

    /**
     * Returns the value of a setting.
     *
     * @throws SettingsException if a default derived from other settings is out of range
     */
    // Values are stored under the key of the setting whose own reader produced them.
    @SuppressWarnings("unchecked")
    public <T> T value(Setting<T> setting) {
        Resolved resolved = given.get(setting.key());
        if (resolved != null) {
            return (T) resolved.value();
        }
        if (!(setting.fallback() instanceof DefaultValue.Derived<T> derivation)) {
            return (T) Objects.requireNonNull(defaults.get(setting.key()), setting.key());
        }
        T derived = derivation.from().apply(this);
        if (!setting.type().valid().test(derived)) {
            throw new SettingsException(setting.key() + ": " + derived + " (expected: "
                    + setting.type().expected() + ") [" + setting.defaultText() + "]");
        }
        return derived;
    }

    /** Returns the origin of a value: {@code --set}, an environment variable, a file and line, or {@code default}. */
    public String origin(Setting<?> setting) {
        Resolved resolved = given.get(setting.key());
        return resolved == null ? DEFAULT : resolved.origin();
    }

    /** Whether the value was set explicitly, not by default. */
    public boolean isGiven(Setting<?> setting) {
        return given.containsKey(setting.key());
    }

    /** Returns the warnings about settings to log once logging works, such as unknown environment variables. */
    public List<String> warnings() {
        return warnings;
    }
}
