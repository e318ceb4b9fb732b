package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.util.EnumResolver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constant of an enum that a text names: by its exact name, else in any case and with hyphens for
 * underscores. A text that fits two constants so loosely fits none. Queries, forms, headers, JSON and its keys share
 * this rule. Immutable and thread-safe.
 */
final class EnumConstants {
    private static final int MAX_SHOWN = 400;

    private final Map<String, Enum<?>> constantsByName;
    private final Map<String, Enum<?>> constantsByLooseName = new HashMap<>();

    private EnumConstants(Map<String, Enum<?>> constantsByName) {
        this.constantsByName = constantsByName;
        Set<String> ambiguous = new HashSet<>();
        constantsByName.forEach((name, constant) -> {
            Enum<?> other = constantsByLooseName.putIfAbsent(loose(name), constant);
            if (other != null && other != constant) {
                ambiguous.add(loose(name));
            }
        });
        constantsByLooseName.keySet().removeAll(ambiguous);
    }

    /** Returns the constants under their names in Java. */
    static EnumConstants of(Class<?> type) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), (Enum<?>) constant);
        }
        return new EnumConstants(constants);
    }

    /** Returns the constants under their names in JSON, which are those in Java unless annotations define others. */
    static EnumConstants of(DeserializationConfig config, BeanDescription bean) {
        AnnotatedMember asValue = bean.findJsonValueAccessor();
        EnumResolver resolver;
        if (asValue == null) {
            resolver = EnumResolver.constructFor(config, bean.getClassInfo());
        } else {
            asValue.fixAccess(true);
            resolver = EnumResolver.constructUsingMethod(config, bean.getClassInfo(), asValue);
        }
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        List<String> names = resolver.getEnumIds().stream().sorted().toList();
        for (Enum<?> constant : resolver.getEnums()) {
            names.stream()
                    .filter(name -> resolver.findEnum(name) == constant)
                    .forEach(name -> constants.put(name, constant));
        }
        return new EnumConstants(constants);
    }

    ScalarType toScalarType() {
        List<String> names = List.copyOf(constantsByName.keySet());
        String expected = "one of " + Text.clean(String.join(", ", names), MAX_SHOWN);
        return new ScalarType("string", expected, false, names, this::named);
    }

    private Enum<?> named(String text) {
        @Nullable Enum<?> exact = constantsByName.get(text);
        @Nullable Enum<?> constant = exact != null ? exact : constantsByLooseName.get(loose(text));
        if (constant == null) {
            throw new IllegalArgumentException(text + " (expected: one of " + constantsByName.keySet() + ")");
        }
        return constant;
    }

    private static String loose(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
