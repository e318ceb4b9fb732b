package org.cellnest.cell;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds settings to records. Reflection runs each time: settings are read when a deployment starts, not per request.
 */
final class SettingsBinder {
    private SettingsBinder() {}

    static Object bind(Settings settings, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        Set<String> known = new HashSet<>();
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String key = key(settings, components[i].getName());
            known.add(key);
            arguments[i] = component(settings, key, components[i]);
        }
        for (String key : settings.keys()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(settings.name(key) + ": unknown (expected: one of "
                        + String.join(", ", known.stream().sorted().toList()) + ")");
            }
        }
        return construct(settings, type, types, arguments);
    }

    private static Object construct(Settings settings, Class<?> type, Class<?>[] types, Object[] arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            String where = settings.path().isEmpty() ? type.getSimpleName() : settings.path();
            Throwable thrown = e.getTargetException();
            throw new IllegalArgumentException(where + ": " + thrown.getMessage(), thrown);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be constructed", e);
        }
    }

    /** Returns the key as written: the component's own name if the settings have it, else the name with hyphens. */
    private static String key(Settings settings, String component) {
        StringBuilder hyphens = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                hyphens.append('-');
            }
            hyphens.append(Character.toLowerCase(c));
        }
        return settings.has(component) ? component : hyphens.toString();
    }

    private static Object component(Settings settings, String key, RecordComponent component) {
        Type type = component.getGenericType();
        Class<?> raw = component.getType();
        Default fallback = component.getAnnotation(Default.class);
        Optional<Object> found = settings.find(key);
        if (found.isEmpty() && fallback != null) {
            found = Optional.of(raw == List.class ? splitList(fallback.value()) : fallback.value());
        }
        if (raw == Optional.class) {
            Type inner = argument(settings.name(key), type, 0);
            return found.map(value -> value(settings.name(key), value, inner));
        }
        if (found.isPresent()) {
            return value(settings.name(key), found.get(), type);
        }
        if (raw.isRecord()) {
            return bind(settings.section(key), raw);
        }
        if (raw == List.class) {
            return List.of();
        }
        if (raw == Map.class) {
            return Map.of();
        }
        throw SettingsValue.missing(settings.name(key), "a value, of type " + type.getTypeName());
    }

    private static List<String> splitList(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static Object value(String name, Object value, Type type) {
        Class<?> raw = raw(type);
        if (raw == List.class) {
            List<Object> elements = new ArrayList<>();
            for (Object element : value instanceof List<?> list ? list : List.of(value)) {
                elements.add(value(name + "[" + elements.size() + "]", element, argument(name, type, 0)));
            }
            return List.copyOf(elements);
        }
        if (raw == Map.class) {
            Map<String, Object> entries = new LinkedHashMap<>();
            Settings section = Settings.sectionOf(name, value);
            section.asMap().forEach((k, v) -> entries.put(k, value(section.name(k), v, argument(name, type, 1))));
            return entries;
        }
        return raw.isRecord() ? bind(Settings.sectionOf(name, value), raw) : scalar(name, value, raw);
    }

    private static Object scalar(String name, Object value, Class<?> raw) {
        if (raw == String.class) {
            return SettingsValue.string(name, value);
        } else if (raw == int.class || raw == Integer.class) {
            return SettingsValue.integer(name, isSize(value) ? SettingsValue.bytes(name, value) : value);
        } else if (raw == long.class || raw == Long.class) {
            return SettingsValue.number(name, isSize(value) ? SettingsValue.bytes(name, value) : value);
        } else if (raw == double.class || raw == Double.class) {
            return SettingsValue.decimal(name, value);
        } else if (raw == boolean.class || raw == Boolean.class) {
            return SettingsValue.flag(name, value);
        } else if (raw == Duration.class) {
            return SettingsValue.duration(name, value);
        } else if (raw == Object.class) {
            return value;
        } else if (raw.isEnum()) {
            return constant(name, value, raw);
        }
        throw new IllegalArgumentException(name + ": a component of type " + raw.getName()
                + " (expected: a number, boolean, String, enum, Duration, Optional, List, Map or record)");
    }

    /** Returns a constant by its name; case is ignored, and hyphens equal underscores. */
    private static Object constant(String name, Object value, Class<?> type) {
        String text = value.toString().replace('-', '_').toUpperCase(Locale.ROOT);
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().toUpperCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw SettingsValue.wrong(name, value, "one of " + Arrays.toString(constants));
    }

    private static boolean isSize(Object value) {
        return value instanceof String text
                && !text.isEmpty()
                && Character.isLetter(text.charAt(text.length() - 1))
                && Character.isDigit(text.charAt(0));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type argument(String name, Type type, int index) {
        if (type instanceof ParameterizedType p
                && (p.getActualTypeArguments()[index] instanceof Class
                        || p.getActualTypeArguments()[index] instanceof ParameterizedType)) {
            return p.getActualTypeArguments()[index];
        }
        throw new IllegalArgumentException(
                name + ": a component of type " + type.getTypeName() + " (expected: with its type arguments)");
    }
}
