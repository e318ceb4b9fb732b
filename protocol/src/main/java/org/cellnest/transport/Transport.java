package org.cellnest.transport;

/**
 * An implementation of ZeroMQ's wire (ZMTP 3, RFC 23 and 37) that carries the connections of one process. Chosen once, by
 * the settings of the process, and passed to whatever opens connections. All implementations understand one another.
 *
 * <p>Any thread may use it. It is closed after the last of its {@link Engines}.
 */
public interface Transport extends AutoCloseable {

    /** Makes the engines of one more owner of connections, a {@link RouterSocket}, a {@link Link} or an event loop. */
    Engines engines();

    /** Frees what the engines of all owners share. */
    @Override
    void close();

    /** Returns the name of the implementation as settings and logs have it, such as {@code jeromq}. */
    @Override
    String toString();
}
