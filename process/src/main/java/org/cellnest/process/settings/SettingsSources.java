package org.cellnest.process.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a process from their sources. Precedence: {@code --set}, environment, file, default.
 *
 * @param file a HOCON file, or null for none
 * @param sets the arguments of {@code --set}: {@code key=value}, the last of a key wins
 * @param environment the variables of the process; only names that begin with {@code CELLNEST_} are read
 * @param workingDirectory the base of relative paths from {@code --set} or the environment
 * @param home the base of relative paths in the file and in defaults
 */
public record SettingsSources(
        @Nullable Path file, List<String> sets, Map<String, String> environment, Path workingDirectory, Path home) {
    static final String ENVIRONMENT_PREFIX = "CELLNEST_";

    static SettingsSources commandLine(List<String> sets) {
        Path here = Path.of("").toAbsolutePath();
        return new SettingsSources(null, sets, Map.of(), here, here);
    }

    /**
     * Reads and checks all settings.
     *
     * @throws SettingsException with every problem found, not only the first
     */
    public Settings resolve() {
        Resolution resolution = new Resolution();
        fromFile(resolution);
        List<String> warnings = fromEnvironment(resolution);
        fromCommandLine(resolution);
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (Setting<?> setting : Catalogue.all()) {
            if (setting.fallback() instanceof DefaultValue.Fixed<?> fixed) {
                ConfigValue text = ConfigValueFactory.fromAnyRef(fixed.text(), "default");
                defaults.put(setting.key(), setting.type().reader().read(text, home));
            } else if (setting.fallback() instanceof DefaultValue.Chosen<?> chosen) {
                defaults.put(setting.key(), chosen.choice().get());
            }
        }
        Settings settings = new Settings(resolution.values, defaults, warnings);
        if (resolution.problems.isEmpty()) {
            resolution.problems.addAll(Catalogue.contradictions(settings));
        }
        if (!resolution.problems.isEmpty()) {
            throw new SettingsException(resolution.problems);
        }
        return settings;
    }

    private void fromFile(Resolution resolution) {
        if (file == null) {
            return;
        }
        try {
            Config config = SettingsFile.read(file).resolve();
            resolution.take(config.root(), List.of(), home, null);
        } catch (ConfigException e) {
            resolution.problems.add(oneLine(e) + " [--config]");
        }
    }

    private List<String> fromEnvironment(Resolution resolution) {
        Map<String, Setting<?>> byName = new LinkedHashMap<>();
        for (Setting<?> setting : Catalogue.all()) {
            byName.put(setting.environmentName(), setting);
        }
        List<String> warnings = new ArrayList<>();
        Set<String> links = new TreeSet<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(ENVIRONMENT_PREFIX)) {
                continue;
            }
            if (ServiceLinks.include(name, variable.getValue(), byName.containsKey(name))) {
                links.add(name);
                continue;
            }
            String origin = "environment " + name;
            Setting<?> setting = byName.get(name);
            if (setting == null) {
                warnings.add(origin + " is not a known setting and is ignored (nearest: "
                        + NameSuggestion.of(name, byName.keySet()) + ")");
                continue;
            }
            ConfigValue value = resolution.parse(setting.key(), variable.getValue(), origin);
            if (value != null) {
                resolution.put(setting, value, workingDirectory, origin);
            }
        }
        if (!links.isEmpty()) {
            warnings.add(ServiceLinks.warning(links));
        }
        return warnings;
    }

    private void fromCommandLine(Resolution resolution) {
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                resolution.problems.add("--set " + set + " (expected: --set key=value)");
                continue;
            }
            String key = set.substring(0, equals).trim();
            ConfigValue value = resolution.parse(key, set.substring(equals + 1), "--set");
            if (value != null) {
                List<String> path = Arrays.asList(key.split("\\.", -1));
                resolution.take(value.atPath(ConfigUtil.joinPath(path)).root(), List.of(), workingDirectory, "--set");
            }
        }
    }

    private static String oneLine(ConfigException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    /** Collects problems and values; later values override earlier ones. */
    private static final class Resolution {
        final Map<String, Settings.Resolved> values = new LinkedHashMap<>();
        final List<String> problems = new ArrayList<>();

        /**
         * Returns the text verbatim unless it begins like HOCON. If HOCON does not parse, adds a problem and returns
         * null.
         */
        @Nullable
        ConfigValue parse(String key, String text, String origin) {
            if (!text.startsWith("[") && !text.startsWith("{") && !text.startsWith("\"")) {
                return ConfigValueFactory.fromAnyRef(text, origin);
            }
            try {
                return ConfigFactory.parseString(
                                "v: " + text, ConfigParseOptions.defaults().setOriginDescription(origin))
                        .resolve()
                        .getValue("v");
            } catch (ConfigException e) {
                problems.add(key + ": " + oneLine(e) + " [" + origin + "]");
                return null;
            }
        }

        /**
         * Descends through an object to known keys. A key that is neither known nor a prefix of known keys is a
         * problem.
         */
        void take(ConfigObject object, List<String> above, Path base, @Nullable String origin) {
            for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
                List<String> path = new ArrayList<>(above);
                path.add(entry.getKey());
                String key = String.join(".", path);
                ConfigValue value = entry.getValue();
                String from = origin != null ? origin : value.origin().description();
                Setting<?> setting = Catalogue.byKey(key);
                if (setting != null) {
                    put(setting, value, base, from);
                } else if (value instanceof ConfigObject inner && (Catalogue.isPrefix(key) || !inner.isEmpty())) {
                    take(inner, path, base, origin);
                } else {
                    problems.add(key + ": no such setting (nearest: " + NameSuggestion.of(key, Catalogue.keys()) + ") ["
                            + from + "]");
                }
            }
        }

        <T> void put(Setting<T> setting, ConfigValue value, Path base, String origin) {
            SettingType<T> type = setting.type();
            boolean leftToChoice = setting.fallback() instanceof DefaultValue.Chosen<?> && "".equals(value.unwrapped());
            if (value.valueType() == ConfigValueType.NULL || leftToChoice) {
                values.remove(setting.key());
                return;
            }
            try {
                T read = type.reader().read(value, base);
                if (type.valid().test(read)) {
                    values.put(setting.key(), new Settings.Resolved(read, origin));
                    return;
                }
            } catch (RuntimeException e) {
                if (!Types.isBadValue(e)) {
                    throw e;
                }
            }
            problems.add(setting.key() + ": " + shown(type, value) + " (expected: " + type.expected() + ") [" + origin
                    + "]");
        }

        private static String shown(SettingType<?> type, ConfigValue value) {
            if (type.secret()) {
                return "a value that is not shown";
            }
            Object unwrapped = value.unwrapped();
            return unwrapped instanceof String text ? (text.isEmpty() ? "\"\"" : text) : String.valueOf(unwrapped);
        }
    }
}
