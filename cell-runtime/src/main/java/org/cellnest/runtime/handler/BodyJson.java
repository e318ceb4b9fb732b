package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.reflect.Type;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.Slice;
import org.jspecify.annotations.Nullable;

/** JSON as handlers read and write it, for who talks to them. Any thread. */
public final class BodyJson {
    private final CellJson json;

    /** @param maxBytes the most that is written */
    public BodyJson(int maxBytes) {
        json = new CellJson(maxBytes);
    }

    /**
     * A value as a handler's result is written.
     *
     * @throws IllegalArgumentException when it cannot be written; the message says why
     */
    public byte[] write(Object value) {
        try {
            return json.write(value).toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * A value as a handler's parameter is read; null where the text says null.
     *
     * @throws IllegalArgumentException when it is none of the type; the message says where and why
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
