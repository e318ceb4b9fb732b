package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes a number that is a key, and refuses NaN and the infinities, which could not be read again. Thread-safe. */
final class FiniteKeySerializer extends JsonSerializer<Number> {
    @Override
    public void serialize(Number key, JsonGenerator generator, SerializerProvider provider) throws IOException {
        FiniteGenerator.requireFinite(key.doubleValue(), generator);
        generator.writeFieldName(key.toString());
    }
}
