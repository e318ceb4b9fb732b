package org.cellnest.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies a map of settings deeply into an unmodifiable one, with a nested map for each part of a dotted key. */
final class SettingsTree {
    private SettingsTree() {}

    static Map<String, Object> copyOf(Map<String, ?> values) {
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((key, value) -> put(copy, key, value));
        return frozen(copy);
    }

    private static void put(Map<String, Object> into, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot > 0) {
            put(sectionIn(into, key.substring(0, dot)), key.substring(dot + 1), value);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> section = sectionIn(into, key);
            map.forEach((k, v) -> put(section, String.valueOf(k), v));
        } else if (value instanceof List<?> list) {
            into.put(key, list.stream().map(SettingsTree::element).toList());
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            into.put(key, value);
        } else if (value != null) {
            into.put(key, value.toString());
        }
    }

    private static Object element(Object value) {
        Map<String, Object> holder = new LinkedHashMap<>();
        put(holder, "element", value);
        return Objects.requireNonNull(frozen(holder).get("element"), "a null in a list of settings");
    }

    @SuppressWarnings("unchecked") // only put() makes these maps, with such keys
    private static Map<String, Object> sectionIn(Map<String, Object> into, String key) {
        Object present = into.get(key);
        if (!(present instanceof Map)) {
            present = new LinkedHashMap<String, Object>();
            into.put(key, present);
        }
        return (Map<String, Object>) present;
    }

    @SuppressWarnings("unchecked") // only put() makes these maps, with such keys
    private static Map<String, Object> frozen(Map<String, Object> values) {
        values.replaceAll((key, value) -> value instanceof Map ? frozen((Map<String, Object>) value) : value);
        return Collections.unmodifiableMap(values);
    }
}
