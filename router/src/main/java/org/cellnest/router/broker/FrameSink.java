package org.cellnest.router.broker;

import org.cellnest.transport.SendResult;

/** Where the broker's frames go. Never blocks. */
public interface FrameSink {
    /** The listener for gateways, {@code router.front}. */
    int FRONT = 0;
    /** The listener for cells, {@code router.back}. */
    int BACK = 1;

    /** Sends a frame to a connection. A frame that was taken belongs to the port and is not written again. */
    SendResult send(int connection, byte[] frame);

    /** Reads no more of a connection for now: its peer is slowed down. What was read already may still come. */
    default void holdReading(int connection) {}

    /** Reads of a connection again. */
    default void resumeReading(int connection) {}

    /** The bytes that the network has taken for a connection; they grow as its peer reads. */
    default long takenBytes(int connection) {
        return 0;
    }

    /** Where a connection comes from, {@code HOST:PORT}, or empty if that is not known. */
    default String addressOf(int connection) {
        return "";
    }

    /** The name of the key that a connection's peer has proved to hold, or empty if it has none. */
    default String keyOf(int connection) {
        return "";
    }

    /** Which listener a connection came to: {@link #FRONT} or {@link #BACK}. */
    default int listenerOf(int connection) {
        return FRONT;
    }
}
