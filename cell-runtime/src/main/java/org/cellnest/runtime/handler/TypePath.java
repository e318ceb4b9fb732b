package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through the types that JSON of a type is made of, each once. For one type and one thread. */
final class TypePath {
    private static final int MAX_TYPES = 1_000;
    private static final int MAX_DEPTH = 100;

    private final Set<JavaType> seen = new HashSet<>();
    private int depth;

    /** Looks at a type at its place; {@code path} is empty at the top, else such as {@code items[].price}. */
    interface Look {
        void at(String path);
    }

    /** Looks at a type, unless it was before. A generic type that contains itself with ever longer arguments has an end too. */
    void visit(JavaType type, String path, Look look) {
        if (seen.size() < MAX_TYPES && depth < MAX_DEPTH && seen.add(type)) {
            depth++;
            look.at(path);
            depth--;
        }
    }

    static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String element(String path) {
        return path + "[]";
    }

    static IllegalArgumentException error(String path, String reason, @Nullable Throwable cause) {
        return new IllegalArgumentException(path.isEmpty() ? reason : path + ": " + reason, cause);
    }

    /** A type variable in a type, or null if all of it is known. */
    static @Nullable TypeVariable<?> openVariable(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return variable;
        } else if (type instanceof GenericArrayType array) {
            return openVariable(array.getGenericComponentType());
        } else if (type instanceof ParameterizedType p) {
            for (Type argument : p.getActualTypeArguments()) {
                TypeVariable<?> open = openVariable(argument);
                if (open != null) {
                    return open;
                }
            }
        }
        return null;
    }
}
