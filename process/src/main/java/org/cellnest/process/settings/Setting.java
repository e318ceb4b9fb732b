package org.cellnest.process.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting of the catalogue: its key, type, default and the sentence that explains it. Immutable.
 *
 * @param <T> the type that {@link Settings#value} returns
 */
public final class Setting<T> {
    private final String key;
    private final SettingType<T> type;
    private final DefaultValue<T> fallback;
    private final @Nullable String guard;
    private final String sentence;

    Setting(String key, SettingType<T> type, DefaultValue<T> fallback, @Nullable String guard, String sentence) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.guard = guard;
        this.sentence = sentence;
    }

    /** Returns the key as written in files and after {@code --set}, such as {@code gateway.http.port}. */
    public String key() {
        return key;
    }

    /** Returns the name of its environment variable, such as {@code CELLNEST_GATEWAY_HTTP_PORT}. */
    public String environmentName() {
        return SettingsSources.ENVIRONMENT_PREFIX
                + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the kind of value, such as {@code port}, {@code duration} or {@code size}. */
    public String kind() {
        return type.name();
    }

    /** Returns the accepted values, such as {@code 0 to 65535}. */
    public String expected() {
        return type.expected();
    }

    /** Returns the default as written in a file; for a derived default, a phrase that names its source. */
    public String defaultText() {
        return fallback.text();
    }

    /** Whether {@link #defaultText} is a value that can be written in a file, not a phrase. */
    public boolean hasFixedDefault() {
        return fallback instanceof DefaultValue.Fixed;
    }

    /** Returns the sentence that explains the setting. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return key;
    }

    SettingType<T> type() {
        return type;
    }

    /**
     * Returns the key of the secret that {@link Exposure} requires, if a process listens on this setting; else null.
     */
    @Nullable
    String guard() {
        return guard;
    }

    DefaultValue<T> fallback() {
        return fallback;
    }
}
