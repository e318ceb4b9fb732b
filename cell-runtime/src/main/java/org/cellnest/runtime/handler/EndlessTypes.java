package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Detects generic types that contain themselves with ever longer arguments. The mapper would build serializers for them
 * until its stack is full, which takes seconds. Stateless.
 */
final class EndlessTypes {
    private static final int MAX_NESTING = 16;
    private static final int MAX_TYPES = 1_000;

    private EndlessTypes() {}

    /** Whether the type is endless, or has members of an endless type. */
    static boolean contain(SerializationConfig config, JavaType type) {
        Set<JavaType> seen = new HashSet<>();
        Deque<JavaType> next = new ArrayDeque<>();
        next.add(type);
        while (!next.isEmpty() && seen.size() < MAX_TYPES) {
            JavaType each = next.remove();
            if (!seen.add(each)) {
                continue;
            }
            if (nesting(each) > MAX_NESTING) {
                return true;
            }
            if (each.getContentType() != null) {
                next.add(each.getContentType());
            } else if (!each.getRawClass().getName().startsWith("java.") && !each.isPrimitive()) {
                next.addAll(membersOf(config, each));
            }
        }
        return false;
    }

    private static List<JavaType> membersOf(SerializationConfig config, JavaType type) {
        List<JavaType> members = new ArrayList<>();
        try {
            for (BeanPropertyDefinition property : config.introspect(type).findProperties()) {
                if (property.getPrimaryType() != null) {
                    members.add(property.getPrimaryType());
                }
            }
        } catch (IllegalArgumentException e) { // two getters of one name, say; whoever needs them finds out
            return List.of();
        }
        return members;
    }

    private static int nesting(JavaType type) {
        int most = type.getContentType() == null ? 0 : nesting(type.getContentType());
        for (JavaType argument : type.getBindings().getTypeParameters()) {
            most = Math.max(most, nesting(argument));
        }
        return most + 1;
    }
}
