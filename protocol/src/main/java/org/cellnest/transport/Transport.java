package org.cellnest.transport;

import org.cellnest.buffer.ChunkPool;

/**
 * An implementation of ZeroMQ's wire protocol (ZMTP 3, RFC 23 and 37) that carries the connections of one process.
 * Chosen once, by the settings of the process, and passed to the code that opens connections. All implementations
 * interoperate.
 *
 * <p>Thread-safe. A transport is closed after the last of its {@link Engines}.
 */
public interface Transport extends AutoCloseable {

    /** The default size of the pool of an owner's connections. */
    long DEFAULT_CHUNK_BYTES = 16 << 20;

    /**
     * Creates the engines of one more owner of connections: a {@link RouterSocket}, a {@link Link} or an event loop.
     *
     * @param chunks the owner's pool, where large frames lie
     */
    Engines engines(ChunkPool chunks);

    /** Creates engines with a pool of the default size. */
    default Engines engines() {
        return engines(new ChunkPool(DEFAULT_CHUNK_BYTES));
    }

    /** Frees the resources that the engines of all owners share. */
    @Override
    void close();

    /** Returns the name of the implementation in settings and logs, such as {@code jeromq}. */
    @Override
    String toString();
}
