package org.cellnest.buffer;

import java.nio.ByteBuffer;

/**
 * A range of bytes that does not change: in an array, or in a chunk off the heap. Bytes in a chunk are valid while
 * someone holds them. A method that is passed bytes borrows them until it returns, or until the turn of its owner ends
 * where it says so.
 *
 * <p>Bytes in a chunk belong to the thread of their {@link ChunkPool}.
 */
public sealed interface Bytes permits Slice, ChunkSlice {

    int length();

    boolean isEmpty();

    /** Returns a view of the bytes with a position and limit of its own, which must not be written to. */
    ByteBuffer buffer();

    /** Returns a copy of the bytes. */
    byte[] toByteArray();

    /** Copies the bytes into an array. */
    void copyTo(byte[] target, int at);

    /** Returns a part of the bytes, borrowed as these are. */
    Bytes part(int from, int partLength);

    /** Returns the number of bytes of several parts together. */
    static int total(Bytes... parts) {
        int total = 0;
        for (Bytes part : parts) {
            total = Math.addExact(total, part.length());
        }
        return total;
    }

    /** Returns several parts in one array, which is shared where it is the whole of the only part. */
    static byte[] join(Bytes... parts) {
        if (parts.length == 1 && parts[0] instanceof Slice only && only.isWholeArray()) {
            return only.array();
        }
        byte[] joined = new byte[total(parts)];
        int at = 0;
        for (Bytes part : parts) {
            part.copyTo(joined, at);
            at += part.length();
        }
        return joined;
    }

    /** Holds the bytes until {@link #release} of the result, however long these are valid. */
    Bytes share();

    /** Ends the hold of {@link #share} or of a pool. Without effect on bytes in an array. */
    void release();
}
