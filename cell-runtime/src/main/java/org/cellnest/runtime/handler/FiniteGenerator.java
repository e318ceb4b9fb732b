package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/**
 * Refuses NaN and the infinities in any place, since JSON has no such numbers (RFC 8259, section 6). Belongs to one
 * thread.
 */
final class FiniteGenerator extends JsonGeneratorDelegate {
    FiniteGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
        requireFinite(value, this);
        delegate.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        requireFinite(value, this);
        delegate.writeNumber(value);
    }

    @Override
    public void writeArray(double[] values, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            requireFinite(values[i], this);
        }
        delegate.writeArray(values, offset, length);
    }

    static void requireFinite(double value, JsonGenerator generator) throws IOException {
        if (!Double.isFinite(value)) {
            throw new JsonGenerationException(value + " (expected: a finite number, as JSON has no other)", generator);
        }
    }
}
