package org.cellnest.runtime.handler;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of a parameter that is read from texts: a scalar, a list, set or array of them, or an Optional of either.
 *
 * @param optional the class of the Optional around it, or null
 * @param container List, Set or an array class, or null for a single value
 */
record ValueType(
        ScalarType scalar,
        Class<?> scalarClass,
        @Nullable Class<?> container,
        @Nullable Class<?> optional) {
    /** Returns the value type of a parameter's type, or null for any other type. */
    static @Nullable ValueType of(Type type) {
        if (type == OptionalInt.class) {
            return single(int.class, OptionalInt.class);
        } else if (type == OptionalLong.class) {
            return single(long.class, OptionalLong.class);
        } else if (type == OptionalDouble.class) {
            return single(double.class, OptionalDouble.class);
        } else if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
            return plain(p.getActualTypeArguments()[0], Optional.class);
        }
        return plain(type, null);
    }

    private static @Nullable ValueType plain(Type type, @Nullable Class<?> optional) {
        if (type instanceof ParameterizedType p && p.getActualTypeArguments()[0] instanceof Class<?> element) {
            if (p.getRawType() == List.class || p.getRawType() == Collection.class) {
                return many(element, List.class, optional);
            }
            return p.getRawType() == Set.class ? many(element, Set.class, optional) : null;
        }
        if (type instanceof Class<?> array && array.isArray() && array != byte[].class) {
            return many(array.getComponentType(), array, optional);
        }
        return type instanceof Class<?> single && !(type instanceof GenericArrayType) ? single(single, optional) : null;
    }

    private static @Nullable ValueType single(Class<?> type, @Nullable Class<?> optional) {
        ScalarType scalar = ScalarTypes.of(type);
        return scalar == null ? null : new ValueType(scalar, type, null, optional);
    }

    private static @Nullable ValueType many(Class<?> element, Class<?> container, @Nullable Class<?> optional) {
        ScalarType scalar = ScalarTypes.of(element);
        return scalar == null ? null : new ValueType(scalar, element, container, optional);
    }

    /** Returns this type with another reader of its scalars. */
    ValueType with(ScalarType other) {
        return new ValueType(other, scalarClass, container, optional);
    }

    /**
     * Whether these texts are all empty, like the empty fields that a browser sends. An empty list of texts is an empty
     * list, not missing.
     */
    boolean isMissing(List<String> texts) {
        return !scalar.emptyIsValue() && !texts.isEmpty() && texts.stream().allMatch(String::isEmpty);
    }

    /** Returns the value of a missing parameter, or null if the parameter is required. */
    @Nullable
    Object missing() {
        if (optional == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (optional == OptionalLong.class) {
            return OptionalLong.empty();
        } else if (optional == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        return optional == null ? null : Optional.empty();
    }

    /**
     * Returns the value of these texts; a single value is read from the first.
     *
     * @throws ValueFormatException for the first text that does not fit
     */
    Object read(List<String> texts) throws ValueFormatException {
        Object value = container == null ? readOne(texts.get(0)) : readAll(texts, container);
        if (optional == OptionalInt.class) {
            return OptionalInt.of((Integer) value);
        } else if (optional == OptionalLong.class) {
            return OptionalLong.of((Long) value);
        } else if (optional == OptionalDouble.class) {
            return OptionalDouble.of((Double) value);
        }
        return optional == null ? value : Optional.of(value);
    }

    private Object readAll(List<String> texts, Class<?> container) throws ValueFormatException {
        List<Object> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            values.add(readOne(text));
        }
        if (container.isArray()) {
            Object array = Array.newInstance(container.getComponentType(), values.size());
            for (int i = 0; i < values.size(); i++) {
                Array.set(array, i, values.get(i));
            }
            return array;
        }
        return container == Set.class
                ? Collections.unmodifiableSet(new LinkedHashSet<>(values))
                : Collections.unmodifiableList(values);
    }

    private Object readOne(String text) throws ValueFormatException {
        try {
            return Objects.requireNonNull(scalar.reader().apply(text));
        } catch (RuntimeException e) {
            throw new ValueFormatException(text);
        }
    }
}
