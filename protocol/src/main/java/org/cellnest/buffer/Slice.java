package org.cellnest.buffer;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A range of bytes within a larger array, which is never written again.
 *
 * @param array the array, shared
 * @param offset the index of the first byte
 * @param length the number of bytes
 */
public record Slice(byte[] array, int offset, int length) {
    /** An empty slice. */
    public static final Slice EMPTY = of(new byte[0]);

    public Slice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** Returns a slice of a whole array, which is not copied. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Returns a stream over the bytes, without a copy. */
    public InputStream inputStream() {
        return new ByteArrayInputStream(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Slice[" + length + " bytes]";
    }
}
