package org.cellnest.transport;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A factory of {@link Engine}s for one owner, with the buffers that they share. Belongs to the owner's thread, as do the
 * engines; it may be handed to another thread together with all of them.
 */
public interface Engines extends AutoCloseable {

    /**
     * Makes the engine of a connection that stands and does not block. Nothing is read or written yet.
     *
     * @param role the side of the connection that is ours
     * @param maxFrameBytes a peer that announces a larger frame is disconnected from
     * @param maxFrames frames that may wait for the connection before it is full
     */
    Engine engine(Role role, ReadableByteChannel source, WritableByteChannel sink, int maxFrameBytes, int maxFrames);

    /**
     * Does what is due from time to time. To be called at least once a second; costs next to nothing where nothing is due.
     *
     * @param nowNs a monotonic clock's time
     * @return whether engines may have ended by it, which {@link Engine#isEnded} tells
     */
    boolean tend(long nowNs);

    /** Frees the buffers; every engine has been closed before. */
    @Override
    void close();
}
