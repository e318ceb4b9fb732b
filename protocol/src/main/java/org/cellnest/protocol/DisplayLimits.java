package org.cellnest.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds texts that are announced for display alone. A text that is too long is cut rather than refused: a long
 * description must not cost a deployment its routes.
 */
final class DisplayLimits {
    static final int MAX_NAME = 128;
    static final int MAX_VALUE = 1024;
    static final int MAX_DESCRIPTION = 4096;
    static final int MAX_PARAMETERS = 64;

    private DisplayLimits() {}

    static String text(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        if (text.length() <= max) {
            return text;
        }
        // Not between the two halves of one character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    /** Replaces a schema that is too long, since half a schema is no schema. */
    static @Nullable String schema(@Nullable String schema) {
        return schema == null || schema.length() <= RouteInfo.MAX_SCHEMA ? schema : RouteInfo.SCHEMA_LEFT_OUT;
    }

    /** Returns a copy with cut values, or the same map if it is immutable and needs no cut. */
    static Map<String, String> values(@Nullable Map<String, String> values) {
        if (values == null) {
            return Map.of();
        }
        if (values.values().stream().allMatch(value -> value.length() <= MAX_VALUE)) {
            return Map.copyOf(values);
        }
        Map<String, String> cut = new LinkedHashMap<>();
        values.forEach((key, value) -> cut.put(key, text(value, MAX_VALUE)));
        return Map.copyOf(cut);
    }

    /** Returns a copy with cut values, or the same list if it is immutable and needs no cut. */
    static List<Map<String, String>> parameters(@Nullable List<Map<String, String>> parameters) {
        if (parameters == null) {
            return List.of();
        }
        List<Map<String, String>> cut = new ArrayList<>(Math.min(parameters.size(), MAX_PARAMETERS));
        boolean changed = parameters.size() > MAX_PARAMETERS;
        for (int i = 0; i < parameters.size() && i < MAX_PARAMETERS; i++) {
            Map<String, String> parameter = values(parameters.get(i));
            changed |= parameter != parameters.get(i);
            cut.add(parameter);
        }
        return List.copyOf(changed ? cut : parameters);
    }
}
