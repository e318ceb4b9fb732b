package org.cellnest.protocol;

import java.nio.ByteBuffer;

/**
 * A frame from a {@link BatchWriter}: small parts gathered in one array, large bodies in their own arrays.
 *
 * @param parts the frame's bytes, one part after the other; the sender moves their positions
 * @param records the number of records in the frame
 * @param bytes the number of bytes in the frame
 */
// The array is handed on to the transport as it is, and nobody compares frames.
@SuppressWarnings("ArrayRecordComponent")
public record BatchFrame(ByteBuffer[] parts, int records, int bytes) {
    /** Wraps a frame that lies in one array; its records are not counted. */
    public static BatchFrame of(byte[] frame) {
        return new BatchFrame(new ByteBuffer[] {ByteBuffer.wrap(frame)}, 0, frame.length);
    }

    /** Returns the frame in one array, which may be shared. */
    public byte[] toByteArray() {
        if (parts.length == 1 && parts[0].array().length == bytes) {
            return parts[0].array();
        }
        ByteBuffer whole = ByteBuffer.allocate(bytes);
        for (ByteBuffer part : parts) {
            whole.put(part.duplicate());
        }
        return whole.array();
    }
}
