package org.cellnest.protocol;

import java.nio.ByteBuffer;

/**
 * A frame that a {@link BatchWriter} has made: small things gathered in an array, large bodies where they lie.
 *
 * @param parts one after the other the frame's bytes; whoever sends them moves their positions
 * @param records how many records are in it
 * @param bytes how many bytes it has
 */
// The array is handed on to the transport as it is, and nobody compares frames.
@SuppressWarnings("ArrayRecordComponent")
public record BatchFrame(ByteBuffer[] parts, int records, int bytes) {
    /** A frame that lies in one array, of records that nobody counts. */
    public static BatchFrame of(byte[] frame) {
        return new BatchFrame(new ByteBuffer[] {ByteBuffer.wrap(frame)}, 0, frame.length);
    }

    /** The frame in one array, which may be shared. */
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
