package org.cellnest.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is announced for people alone. It is cut rather than refused when it is too long: nobody's routes should be lost
 * to a long description.
 */
final class Display {
    static final int MAX_NAME = 128;
    static final int MAX_VALUE = 1024;
    static final int MAX_DESCRIPTION = 4096;
    static final int MAX_PARAMETERS = 64;

    private Display() {}

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

    /** A schema cut in two is none. */
    static @Nullable String schema(@Nullable String schema) {
        return schema == null || schema.length() <= RouteInfo.MAX_SCHEMA ? schema : RouteInfo.SCHEMA_LEFT_OUT;
    }

    static Map<String, String> values(@Nullable Map<String, String> values) {
        if (values == null) {
            return Map.of();
        }
        Map<String, String> cut = new LinkedHashMap<>();
        values.forEach((key, value) -> cut.put(key, value.length() <= MAX_VALUE ? value : text(value, MAX_VALUE)));
        return Map.copyOf(cut);
    }

    static List<Map<String, String>> parameters(@Nullable List<Map<String, String>> parameters) {
        return parameters == null
                ? List.of()
                : parameters.stream().limit(MAX_PARAMETERS).map(Display::values).toList();
    }
}
