package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.EnumDeserializer;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.io.Serial;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Replaces the mapper's own deserializers by the readers of {@link ScalarTypes} for scalar types, enums, arrays of
 * primitives and keys. Texts are left to the mapper, which takes them unchanged. Thread-safe.
 */
final class ScalarDeserializers extends BeanDeserializerModifier {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> standard) {
        Class<?> raw = readType(bean, standard);
        ScalarType scalar = raw.isEnum() ? null : ScalarTypes.of(raw);
        return scalar == null || isText(raw) ? standard : new ScalarDeserializer(raw, scalar, null, standard);
    }

    @Override
    public JsonDeserializer<?> modifyReferenceDeserializer(
            DeserializationConfig config, ReferenceType type, BeanDescription bean, JsonDeserializer<?> standard) {
        Class<?> raw = type.getRawClass();
        if (raw == OptionalInt.class) {
            return optional(raw, int.class, n -> OptionalInt.of((Integer) n), OptionalInt.empty(), standard);
        } else if (raw == OptionalLong.class) {
            return optional(raw, long.class, n -> OptionalLong.of((Long) n), OptionalLong.empty(), standard);
        } else if (raw == OptionalDouble.class) {
            return optional(raw, double.class, n -> OptionalDouble.of((Double) n), OptionalDouble.empty(), standard);
        }
        return standard;
    }

    /** Replaces the deserializer of an enum, unless the enum has a creator of its own. */
    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> standard) {
        if (!(standard instanceof EnumDeserializer)) {
            return standard;
        }
        ScalarType scalar = EnumConstants.of(config, bean).toScalarType();
        return new ScalarDeserializer(type.getRawClass(), scalar, null, standard);
    }

    /**
     * Replaces the deserializer of an array of primitives, except for bytes, which are base64, and characters, which
     * are a text.
     */
    @Override
    public JsonDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config, ArrayType type, BeanDescription bean, JsonDeserializer<?> standard) {
        Class<?> element = type.getContentType().getRawClass();
        ScalarType scalar = ScalarTypes.of(element);
        if (!element.isPrimitive() || element == byte.class || element == char.class || scalar == null) {
            return standard;
        }
        return new PrimitiveArrayDeserializer(
                type.getRawClass(), new ScalarDeserializer(element, scalar, null, standard));
    }

    @Override
    public KeyDeserializer modifyKeyDeserializer(
            DeserializationConfig config, JavaType type, KeyDeserializer standard) {
        Class<?> raw = type.getRawClass();
        if (raw.isEnum()) {
            BeanDescription bean = config.introspect(type);
            return hasCreator(bean)
                    ? standard
                    : new ScalarKeyDeserializer(EnumConstants.of(config, bean).toScalarType());
        }
        ScalarType scalar = isText(raw) ? null : ScalarTypes.of(raw);
        return scalar == null ? standard : new ScalarKeyDeserializer(scalar);
    }

    /** Whether an enum has a method of its own that makes constants from texts. */
    static boolean hasCreator(BeanDescription enumeration) {
        return enumeration.getFactoryMethodsWithMode().stream().anyMatch(factory -> factory.metadata != null);
    }

    /**
     * Returns the class that a deserializer reads. For a wrapper such as Integer the mapper has the description of the
     * primitive type, but a deserializer of its own.
     */
    private static Class<?> readType(BeanDescription bean, JsonDeserializer<?> standard) {
        Class<?> described = bean.getBeanClass();
        Class<?> handled = standard.handledType();
        return described.isPrimitive() && handled != null ? handled : described;
    }

    private static boolean isText(Class<?> type) {
        return type == String.class || type == CharSequence.class;
    }

    private static ScalarDeserializer optional(
            Class<?> type,
            Class<?> inner,
            Function<Object, Object> wrapper,
            Object empty,
            JsonDeserializer<?> standard) {
        ScalarType scalar = Objects.requireNonNull(ScalarTypes.of(inner));
        return new ScalarDeserializer(type, scalar.readBy(scalar.reader().andThen(wrapper)), empty, standard);
    }
}
