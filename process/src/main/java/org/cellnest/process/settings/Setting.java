package org.cellnest.process.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key of the catalogue: its type, default and the sentence that explains it. Immutable.
 *
 * @param <T> what {@link Settings#value} returns for it
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

    /** The key as it is written in files and after {@code --set}, such as {@code gateway.http.port}. */
    public String key() {
        return key;
    }

    /** The name of the environment variable that sets it, such as {@code CELLNEST_GATEWAY_HTTP_PORT}. */
    public String environmentName() {
        return SettingsSources.ENVIRONMENT_PREFIX
                + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The kind of value, such as {@code port}, {@code duration} or {@code size}. */
    public String kind() {
        return type.name();
    }

    /** What values are accepted, such as {@code 0 to 65535}. */
    public String expected() {
        return type.expected();
    }

    /** The default as it would be written in a file; for a derived default, a phrase that says from what. */
    public String defaultText() {
        return fallback.text();
    }

    /** Whether {@link #defaultText} can be written in a file as it stands, rather than being a phrase. */
    public boolean hasFixedDefault() {
        return fallback instanceof DefaultValue.Fixed;
    }

    /** What it does, in one sentence. */
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

    /** Where a process listens on it: the key of the secret that {@link Exposure} asks for; else null. */
    @Nullable
    String guard() {
        return guard;
    }

    DefaultValue<T> fallback() {
        return fallback;
    }
}
