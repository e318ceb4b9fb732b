package org.cellnest.transport;

import java.io.IOException;
import org.cellnest.buffer.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A state machine of one connection that speaks ZMTP 3. Encodes and decodes frames, performs the handshake, answers
 * PINGs, and bounds the resources that a peer may use. Never blocks. The owner notifies it when its channels are ready,
 * and closes them.
 *
 * <p>Belongs to the thread of its {@link Engines}. After a {@link #read}, the owner calls {@link #next} until it
 * returns null before another engine of the same {@link Engines} reads, since they share a buffer.
 */
public interface Engine {

    /**
     * The number of unsent bytes from which an engine is full. More would only wait here instead of with the owner,
     * which knows which frame should go first.
     */
    int ENOUGH_BYTES = 256 << 10;

    /** Reads once from the channel. */
    void read();

    /**
     * Returns the next frame of the bytes read, or null if no further frame is complete. A small frame is a whole array,
     * which the caller may keep and change; a large one may lie in a chunk, and the caller releases it.
     */
    @Nullable
    Bytes next();

    /** Returns whether the handshake is complete. */
    boolean isEstablished();

    /** Returns whether the peer announced an identity, which is not used. */
    boolean choseId();

    /** Returns whether the connection has ended: the peer has closed it, violated the protocol, or was refused. */
    boolean isEnded();

    /** Returns the reason why the connection ended, with the remedy if there is one; empty if it was just closed. */
    String failure();

    /** Returns the name of the key that the peer has proved to hold, or empty if connections have no keys. */
    String peerKey();

    /** Returns whether the peer was refused for its key, whether or not the connection has ended yet. */
    boolean isKeyRefused();

    /**
     * Returns whether no frame would be taken: the maximum number of frames wait, or they have {@link #ENOUGH_BYTES}
     * together.
     */
    boolean isFull();

    /**
     * Takes a frame in parts, which must not change any more. Parts in chunks are borrowed: the engine holds what it does
     * not write at once. Must not be called on a full engine.
     */
    void frame(Bytes... parts);

    /**
     * Writes as much as the channel takes.
     *
     * @return whether nothing is left
     * @throws IOException on each call, once nothing more can be written; bytes that arrived before can still be
     *     read
     */
    boolean flush() throws IOException;

    /** Returns whether bytes wait for the channel. */
    boolean hasUnsent();

    /** Returns the total number of bytes that the channel has taken, including those of the protocol. */
    long sentBytes();

    /** Frees the engine's resources; the channels stay open. */
    void close();
}
