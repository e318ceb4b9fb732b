package org.cellnest.transport.jeromq;

import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import zmq.Msg;

/** A frame that waits to be written, in its order. */
sealed interface OutboundFrame {

    /**
     * Returns a frame of parts; those in chunks are held.
     *
     * @param isEncrypted whether JeroMQ has to encrypt the frame, whatever its size
     */
    static OutboundFrame of(boolean isEncrypted, Bytes... parts) {
        int length = Bytes.total(parts);
        if (isEncrypted || length < ChunkPool.MIN_PIECE_BYTES) {
            return new Small(new Msg(Bytes.join(parts)));
        }
        Bytes[] held = new Bytes[parts.length];
        for (int i = 0; i < parts.length; i++) {
            held[i] = parts[i].share();
        }
        return new Large(held, length);
    }

    int length();

    /** Ends the hold of the frame's bytes. */
    void release();

    /** A frame that JeroMQ encodes, and encrypts if there is a key. */
    record Small(Msg message) implements OutboundFrame {
        @Override
        public int length() {
            return message.size();
        }

        @Override
        public void release() {
            // the collector frees it
        }
    }

    /**
     * A frame that is passed to the channel from where its parts lie, as JeroMQ's encoder would copy it twice.
     *
     * @param parts held
     */
    // Nobody compares frames.
    @SuppressWarnings("ArrayRecordComponent")
    record Large(Bytes[] parts, int length) implements OutboundFrame {
        @Override
        public void release() {
            for (Bytes part : parts) {
                part.release();
            }
        }
    }
}
