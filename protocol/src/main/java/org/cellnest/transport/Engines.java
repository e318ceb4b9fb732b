package org.cellnest.transport;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.cellnest.buffer.ChunkPool;

/**
 * A factory of {@link Engine}s for one owner, with the buffers that they share. Belongs to the owner's thread, as do
 * the engines; the factory may be handed to another thread together with all of them.
 */
public interface Engines extends AutoCloseable {

    /**
     * Creates the engine of a connection that is established and does not block. Nothing is read or written yet.
     *
     * @param role this side's role in the connection
     * @param maxFrameBytes the maximum size of a frame; a peer that announces a larger one is disconnected
     * @param maxFrames the number of frames that may wait before the connection is full
     */
    Engine engine(Role role, ReadableByteChannel source, WritableByteChannel sink, int maxFrameBytes, int maxFrames);

    /** Returns the pool that large frames lie in, for the owner's thread. */
    ChunkPool chunks();

    /**
     * Does periodic work that is due. To be called at least once a second; costs next to nothing if nothing is due.
     *
     * @param nowNs a monotonic clock's time
     * @return whether this call may have ended engines, see {@link Engine#isEnded}
     */
    boolean tend(long nowNs);

    /** Frees the buffers, after every engine has been closed. */
    @Override
    void close();
}
