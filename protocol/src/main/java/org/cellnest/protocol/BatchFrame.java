package org.cellnest.protocol;

import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;

/**
 * A frame from a {@link BatchWriter}: small parts gathered in one array, large bodies where they are. It holds bodies that
 * lie in chunks until {@link #release}.
 *
 * @param parts the frame's bytes, one part after the other
 * @param records the number of records in the frame
 * @param bytes the number of bytes in the frame
 */
// The array is handed on to the transport as it is, and nobody compares frames.
@SuppressWarnings("ArrayRecordComponent")
public record BatchFrame(Bytes[] parts, int records, int bytes) {
    /** Wraps a frame that lies in one array; its records are not counted. */
    public static BatchFrame of(byte[] frame) {
        return new BatchFrame(new Bytes[] {Slice.of(frame)}, 0, frame.length);
    }

    /** Ends the hold of the bodies, after the frame was sent or dropped. */
    public void release() {
        for (Bytes part : parts) {
            part.release();
        }
    }

    /** Returns the frame in one array, which may be shared. */
    public byte[] toByteArray() {
        return Bytes.join(parts);
    }
}
