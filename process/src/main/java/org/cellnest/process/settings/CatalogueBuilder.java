package org.cellnest.process.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates the settings of the {@link Catalogue}, and keeps them in order. */
final class CatalogueBuilder {
    static final String AT_MOST_AN_HOUR = "1h";

    private static final int MAX_LIST = 1_000;
    private static final SettingType<String> HOST = Types.text(
            "a host name or address",
            Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?"));
    private static final SettingType<String> ID = Types.text(
            "1 to " + ProcessIds.MAX_LENGTH + " of A-Z a-z 0-9 . _ -, the first a letter or digit",
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (ProcessIds.MAX_LENGTH - 1) + "}"));
    private static final SettingType<Endpoint> ENDPOINT = new SettingType<>(
            "endpoint", "tcp://HOST:PORT", (value, base) -> Endpoint.parse(Types.scalar(value)), v -> true);
    private static final SettingType<Endpoint> DIALLED = new SettingType<>(
            "endpoint",
            "tcp://HOST:PORT with a port from 1 on",
            (value, base) -> Endpoint.parse(Types.scalar(value)),
            v -> v.port() > 0 && !v.host().equals("*"));

    private final Map<String, Setting<?>> byKey = new LinkedHashMap<>();
    private final Random random = new Random();

    Map<String, Setting<?>> build() {
        return Collections.unmodifiableMap(byKey);
    }

    Setting<Boolean> bool(String key, String fixed, String sentence) {
        return fixed(key, Types.bool(), fixed, sentence);
    }

    Setting<Integer> integer(String key, String fixed, int from, int to, String sentence) {
        return fixed(key, Types.integer("number", from, to), fixed, sentence);
    }

    Setting<Integer> derivedInteger(
            String key, String phrase, Function<Settings, Integer> from, int least, int most, String sentence) {
        return add(key, Types.integer("number", least, most), new DefaultValue.Derived<>(phrase, from), null, sentence);
    }

    Setting<Integer> port(String key, String fixed, String sentence) {
        return fixed(key, Types.integer("port", 0, 65_535), fixed, sentence);
    }

    Setting<Duration> duration(String key, String fixed, String from, String to, String sentence) {
        return fixed(key, Types.duration(from, to), fixed, sentence);
    }

    Setting<Duration> derivedDuration(
            String key, String phrase, Function<Settings, Duration> from, String least, String most, String sentence) {
        return add(key, Types.duration(least, most), new DefaultValue.Derived<>(phrase, from), null, sentence);
    }

    Setting<Long> size(String key, String fixed, String from, String to, String sentence) {
        return fixed(key, Types.size(from, to), fixed, sentence);
    }

    Setting<Path> path(String key, String fixed, String sentence) {
        return fixed(key, Types.path(), fixed, sentence);
    }

    /** Adds an optional file; an empty text is none. */
    Setting<Optional<Path>> optionalPath(String key, String sentence) {
        return fixed(key, Types.optionalPath(), "", sentence);
    }

    /** Adds a public key of CURVE in Z85 (RFC 32); an empty text is none. */
    Setting<String> curveKey(String key, String sentence) {
        SettingType<String> type = Types.text(
                "nothing, or a public key of 40 characters of Z85, as scripts/nest keys prints it",
                Pattern.compile("|[0-9A-Za-z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}"));
        return fixed(key, type, "", sentence);
    }

    Setting<String> host(String key, String fixed, String sentence) {
        return fixed(key, HOST, fixed, sentence);
    }

    /** Adds an address to listen on. {@code guard} is the key of the secret that other machines' access requires. */
    Setting<String> bindHost(String key, String fixed, String guard, String sentence) {
        return add(key, HOST, new DefaultValue.Fixed<>(fixed), guard, sentence);
    }

    /** Adds an endpoint to listen on; see {@link #bindHost}. */
    Setting<Endpoint> bind(String key, String fixed, String guard, String sentence) {
        return add(key, ENDPOINT, new DefaultValue.Fixed<>(fixed), guard, sentence);
    }

    Setting<List<Endpoint>> routers(
            String key, String phrase, Function<Settings, List<Endpoint>> from, String sentence) {
        SettingType<List<Endpoint>> any = Types.listOf(DIALLED, 16);
        SettingType<List<Endpoint>> some = new SettingType<>(
                any.name(),
                "1 to 16 of " + DIALLED.expected(),
                any.reader(),
                v -> !v.isEmpty() && any.valid().test(v));
        return add(key, some, new DefaultValue.Derived<>(phrase, from), null, sentence);
    }

    Setting<String> id(String key, String fixed, String sentence) {
        return fixed(key, ID, fixed, sentence);
    }

    Setting<String> processId(String key, String sentence) {
        return add(
                key,
                ID,
                new DefaultValue.Chosen<>("host name and random", () -> ProcessIds.next(random)),
                null,
                sentence);
    }

    Setting<String> secret(String key, String fixed, String sentence) {
        SettingType<String> type = Types.text("nothing, or 16 to 1024 characters", Pattern.compile("|(?s).{16,1024}"));
        return fixed(key, type.asSecret(), fixed, sentence);
    }

    Setting<String> url(String key, String sentence) {
        SettingType<String> type = Types.text(
                "nothing, or a URL such as http://localhost:4318",
                Pattern.compile(
                        "|https?://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?"));
        return fixed(key, type, "", sentence);
    }

    Setting<Double> share(String key, String fixed, String sentence) {
        return fixed(key, Types.share(), fixed, sentence);
    }

    Setting<String> oneOf(String key, String fixed, List<String> values, String sentence) {
        return fixed(
                key, Types.text(String.join(", ", values), Pattern.compile(String.join("|", values))), fixed, sentence);
    }

    Setting<String> text(String key, String fixed, SettingType<String> type, String sentence) {
        return fixed(key, type, fixed, sentence);
    }

    Setting<Map<String, String>> pairs(String key, String sentence) {
        return fixed(key, Types.pairs(64), "", sentence);
    }

    /** Adds a map of log levels by name. */
    Setting<Map<String, String>> levels(String key, List<String> levels, String sentence) {
        SettingType<Map<String, String>> any = Types.pairs(1_000);
        SettingType<Map<String, String>> known = new SettingType<>(
                any.name(),
                any.expected() + ", each value one of " + String.join(", ", levels),
                any.reader(),
                v -> any.valid().test(v) && levels.containsAll(v.values()));
        return fixed(key, known, "", sentence);
    }

    <T> Setting<List<T>> list(String key, SettingType<T> element, String sentence) {
        return list(key, "", element, sentence);
    }

    <T> Setting<List<T>> list(String key, String fixed, SettingType<T> element, String sentence) {
        return fixed(key, Types.listOf(element, MAX_LIST), fixed, sentence);
    }

    <T> SettingType<T> parsedType(String name, String expected, Function<String, T> parser) {
        return Types.parsed(name, expected, parser);
    }

    SettingType<String> textType(String expected, String form) {
        return Types.text(expected, Pattern.compile(form));
    }

    private <T> Setting<T> fixed(String key, SettingType<T> type, String fixed, String sentence) {
        return add(key, type, new DefaultValue.Fixed<>(fixed), null, sentence);
    }

    private <T> Setting<T> add(
            String key, SettingType<T> type, DefaultValue<T> fallback, @Nullable String guard, String sentence) {
        Setting<T> setting = new Setting<>(key, type, fallback, guard, sentence);
        if (byKey.put(key, setting) != null) {
            throw new IllegalStateException(key + " is in the catalogue twice");
        }
        return setting;
    }
}
