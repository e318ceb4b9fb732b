package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through the types that make up the JSON of a type, each once. Used for one type, by one thread. */
final class TypePath {
    private static final int MAX_TYPES = 1_000;
    private static final int MAX_DEPTH = 100;

    private final Set<JavaType> seen = new HashSet<>();
    private int depth;

    /** A visitor of a type at its place. {@code path} is empty at the top, else for example {@code items[].price}. */
    interface Look {
        void at(String path);
    }

    /**
     * Visits a type, unless it was visited before. The walk also ends for generic types that contain themselves with
     * ever longer arguments.
     */
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

    /** Returns a type variable in a type, or null if all of the type is known. */
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
