package org.cellnest.runtime.handler;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.util.AccessPattern;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.io.IOException;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scalar from the text of a JSON value, with or without quotes. A text thus means the same value as in a query
 * or a form. An empty text counts as missing, as it does there. Immutable and thread-safe.
 */
final class ScalarDeserializer extends StdScalarDeserializer<Object> implements ContextualDeserializer {
    @Serial
    private static final long serialVersionUID = 1;

    private final Class<?> type;
    private final transient ScalarType scalar;
    private final transient @Nullable Object nothing;
    private final transient JsonDeserializer<?> standard;

    /**
     * Creates a deserializer of a type.
     *
     * @param nothing the value for null and for a missing value; either is an error for a primitive type
     * @param standard the mapper's own, which reads values whose format an annotation declares
     */
    ScalarDeserializer(Class<?> type, ScalarType scalar, @Nullable Object nothing, JsonDeserializer<?> standard) {
        super(type);
        this.type = type;
        this.scalar = scalar;
        this.nothing = nothing;
        this.standard = standard;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JsonFormat.Value format = findFormatOverrides(context, property, type);
        boolean formatted = !JsonFormat.Value.empty().equals(format);
        return formatted && type.getName().startsWith("java.time.")
                ? context.handlePrimaryContextualization(standard, property, context.constructType(type))
                : this;
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text;
        switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> text = parser.getText();
            default -> {
                return context.handleUnexpectedToken(type, parser);
            }
        }
        if (text.isEmpty() && !scalar.emptyIsValue()) {
            return getAbsentValue(context);
        }
        try {
            return Objects.requireNonNull(scalar.reader().apply(text));
        } catch (RuntimeException e) { // whatever a reader throws means that the text is none of its values
            throw JsonFormatException.text(parser, text, scalar.expected());
        }
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) throws JsonMappingException {
        if (!type.isPrimitive()) {
            return nothing;
        } else if (context.isEnabled(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)) {
            throw JsonFormatException.kind(context.getParser(), "null", scalar.expected());
        }
        return ClassUtil.defaultValue(type);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        if (type.isPrimitive()) {
            throw JsonFormatException.kind(context.getParser(), "missing", scalar.expected());
        }
        return nothing;
    }

    @Override
    public AccessPattern getNullAccessPattern() {
        return AccessPattern.DYNAMIC;
    }

    @Override
    public boolean isCachable() {
        return true;
    }
}
