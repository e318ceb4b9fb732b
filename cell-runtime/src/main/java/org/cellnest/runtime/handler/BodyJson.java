package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.reflect.Type;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON as handlers do, for code that talks to them. Thread-safe. */
public final class BodyJson {
    private final CellJson json;

    /** @param maxBytes the most bytes that are written */
    public BodyJson(int maxBytes) {
        json = new CellJson(maxBytes);
    }

    /**
     * Writes a value like a handler's result.
     *
     * @throws IllegalArgumentException if the value cannot be written; the message names the reason
     */
    public byte[] write(Object value) {
        try {
            return json.write(value).toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a value like a handler's parameter; null if the JSON is null.
     *
     * @throws IllegalArgumentException if the JSON is no value of the type; the message names the place and the
     *     reason
     */
    public @Nullable Object read(byte[] text, Type type) {
        ObjectReader reader = json.reader(type);
        try {
            return json.read(reader, Slice.of(text));
        } catch (IllegalStateException e) { // a definition of the type's
            throw new IllegalArgumentException(type.getTypeName() + " from JSON: " + e.getMessage(), e);
        } catch (Problem e) {
            throw new IllegalArgumentException(type.getTypeName() + " from JSON: " + e.detail(), e);
        }
    }
}
