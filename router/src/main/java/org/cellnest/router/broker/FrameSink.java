package org.cellnest.router.broker;

import org.cellnest.buffer.Bytes;
import org.cellnest.transport.SendResult;

/** A socket to which the broker sends frames. Never blocks. */
public interface FrameSink {
    /** The listener for gateways, {@code router.front}. */
    int FRONT = 0;
    /** The listener for cells, {@code router.back}. */
    int BACK = 1;

    /**
     * Sends a frame, in one part or several, to a connection. Arrays of an accepted frame belong to the sink and are not
     * written again; chunks are borrowed.
     */
    SendResult send(int connection, Bytes... parts);

    /** Stops reading a connection for now, which slows down its peer. Frames read already may still arrive. */
    default void holdReading(int connection) {}

    /** Resumes reading a connection. */
    default void resumeReading(int connection) {}

    /** Returns the bytes that the network has taken for a connection; they grow as its peer reads. */
    default long takenBytes(int connection) {
        return 0;
    }

    /** Returns the remote address of a connection, {@code HOST:PORT}, or empty if it is not known. */
    default String addressOf(int connection) {
        return "";
    }

    /** Returns the name of the key that a connection's peer has proved to hold, or empty if it has none. */
    default String keyOf(int connection) {
        return "";
    }

    /** Returns the listener that accepted a connection: {@link #FRONT} or {@link #BACK}. */
    default int listenerOf(int connection) {
        return FRONT;
    }
}
