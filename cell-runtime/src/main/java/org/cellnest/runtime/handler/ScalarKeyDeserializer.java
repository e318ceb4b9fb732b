package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import java.io.IOException;
import java.util.Objects;

/** Reads the member names of a JSON object that are keys of a scalar type. Immutable and thread-safe. */
final class ScalarKeyDeserializer extends KeyDeserializer {
    private final ScalarType scalar;

    ScalarKeyDeserializer(ScalarType scalar) {
        this.scalar = scalar;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
        try {
            return Objects.requireNonNull(scalar.reader().apply(key));
        } catch (RuntimeException e) { // whatever a reader throws means that the text is none of its values
            throw JsonFormatException.key(context.getParser(), key, scalar.expected());
        }
    }
}
