package org.cellnest.runtime.handler;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the type variables of a class's generic bases and interfaces by the class's own arguments. In {@code Orders
 * extends Crud<Order>} the {@code List<T>} of Crud is {@code List<Order>}. Variables of methods, and those that a raw
 * base leaves open, stay. Immutable and thread-safe.
 */
final class TypeArguments {
    private final Map<TypeVariable<?>, Type> argumentsByVariable = new HashMap<>();

    TypeArguments(Class<?> type) {
        addBasesOf(type);
    }

    private void addBasesOf(Class<?> type) {
        Type base = type.getGenericSuperclass();
        if (base != null) {
            add(base);
        }
        for (Type implemented : type.getGenericInterfaces()) {
            add(implemented);
        }
    }

    private void add(Type base) {
        if (base instanceof Class<?> raw) {
            addBasesOf(raw);
        } else if (base instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                argumentsByVariable.put(variables[i], resolve(p.getActualTypeArguments()[i]));
            }
            addBasesOf(raw);
        }
    }

    /** Returns the type with all known variables replaced. A wildcard that has one becomes its bound. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return argumentsByVariable.getOrDefault(variable, variable);
        } else if (type instanceof ParameterizedType p) {
            List<Type> arguments =
                    Arrays.stream(p.getActualTypeArguments()).map(this::resolve).toList();
            return arguments.equals(Arrays.asList(p.getActualTypeArguments()))
                    ? p
                    : new Parameterized(p.getRawType(), p.getOwnerType(), arguments);
        } else if (type instanceof GenericArrayType array) {
            Type component = resolve(array.getGenericComponentType());
            return component.equals(array.getGenericComponentType()) ? array : arrayOf(component);
        } else if (type instanceof WildcardType wildcard) {
            Type bound = wildcard.getUpperBounds()[0];
            Type resolved = resolve(bound);
            return resolved.equals(bound) ? wildcard : resolved;
        }
        return type;
    }

    /** Returns the class of a type after resolution and erasure. */
    Class<?> erase(Type type) {
        Type resolved = resolve(type);
        if (resolved instanceof Class<?> raw) {
            return raw;
        } else if (resolved instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
            return raw;
        } else if (resolved instanceof GenericArrayType array) {
            return erase(array.getGenericComponentType()).arrayType();
        } else if (resolved instanceof TypeVariable<?> variable) {
            return erase(variable.getBounds()[0]);
        }
        return resolved instanceof WildcardType wildcard ? erase(wildcard.getUpperBounds()[0]) : Object.class;
    }

    private static Type arrayOf(Type component) {
        return component instanceof Class<?> raw ? raw.arrayType() : new GenericArray(component);
    }

    private record Parameterized(Type raw, @Nullable Type owner, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public String toString() {
            return raw.getTypeName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }

    private record GenericArray(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public String toString() {
            return component.getTypeName() + "[]";
        }
    }
}
