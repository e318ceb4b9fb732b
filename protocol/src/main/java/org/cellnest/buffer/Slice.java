package org.cellnest.buffer;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A range of bytes within a larger array, which is never written again.
 *
 * @param array the array, shared
 * @param offset the index of the first byte
 * @param length the number of bytes
 */
public record Slice(byte[] array, int offset, int length) implements Bytes {
    /** An empty slice. */
    public static final Slice EMPTY = of(new byte[0]);

    public Slice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** Returns a slice of a whole array, which is not copied. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    /** Whether the slice is the whole of its array. */
    public boolean isWholeArray() {
        return length == array.length;
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length);
    }

    @Override
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    @Override
    public Slice part(int from, int partLength) {
        Objects.checkFromIndexSize(from, partLength, length);
        return new Slice(array, offset + from, partLength);
    }

    @Override
    public Slice share() {
        return this;
    }

    @Override
    public void release() {
        // the collector frees the array
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
