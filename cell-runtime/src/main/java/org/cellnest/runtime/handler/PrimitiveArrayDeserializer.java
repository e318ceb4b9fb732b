package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an array of primitives by the rule for its elements, which the mapper's own deserializer does not apply.
 * Immutable and thread-safe.
 */
final class PrimitiveArrayDeserializer extends StdDeserializer<Object> {
    @Serial
    private static final long serialVersionUID = 1;

    private final Class<?> arrayType;
    private final ScalarDeserializer elements;

    PrimitiveArrayDeserializer(Class<?> arrayType, ScalarDeserializer elements) {
        super(arrayType);
        this.arrayType = arrayType;
        this.elements = elements;
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            return context.handleUnexpectedToken(arrayType, parser);
        }
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            try {
                values.add(
                        parser.hasToken(JsonToken.VALUE_NULL)
                                ? elements.getNullValue(context)
                                : elements.deserialize(parser, context));
            } catch (JsonMappingException e) {
                e.prependPath(values, values.size());
                throw e;
            }
        }
        Object array = Array.newInstance(arrayType.getComponentType(), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    @Override
    public Object deserializeWithType(JsonParser parser, DeserializationContext context, TypeDeserializer types)
            throws IOException {
        return types.deserializeTypedFromArray(parser, context);
    }

    @Override
    public boolean isCachable() {
        return true;
    }
}
