package org.cellnest.transport;

/**
 * An implementation of ZeroMQ's wire protocol (ZMTP 3, RFC 23 and 37) that carries the connections of one process.
 * Chosen once, by the settings of the process, and passed to the code that opens connections. All implementations
 * interoperate.
 *
 * <p>Thread-safe. A transport is closed after the last of its {@link Engines}.
 */
public interface Transport extends AutoCloseable {

    /**
     * Creates the engines of one more owner of connections: a {@link RouterSocket}, a {@link Link} or an event loop.
     */
    Engines engines();

    /** Frees the resources that the engines of all owners share. */
    @Override
    void close();

    /** Returns the name of the implementation in settings and logs, such as {@code jeromq}. */
    @Override
    String toString();
}
