package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A state machine of one connection that speaks ZMTP 3: makes bytes of frames and frames of bytes, shakes hands, answers
 * PINGs, and bounds what a peer may do. Never waits. The owner says when its channels are ready and closes them.
 *
 * <p>Belongs to the thread of its {@link Engines}. What one {@link #read} has brought is taken by {@link #next} until
 * null before another engine of the same {@link Engines} reads, since they share a buffer.
 */
public interface Engine {

    /**
     * The number of unsent bytes from which an engine is full. More would only wait here instead of with the owner,
     * which knows which frame should go first.
     */
    int ENOUGH_BYTES = 256 << 10;

    /** Takes in what has come, as much as one read gives. */
    void read();

    /** Returns the next frame of what was read, which the caller may keep and change, or null where no more is whole. */
    byte @Nullable [] next();

    /** Returns whether hands are shaken. */
    boolean isEstablished();

    /** Returns whether the peer announced an identity, which is not used. */
    boolean choseId();

    /** Returns whether nothing more comes of it: the peer has closed or broke the protocol, or was refused. */
    boolean isEnded();

    /** Returns why it ended, with the way out where there is one; empty where the connection just closed. */
    String failure();

    /** Returns the name of the key that the peer has proved to hold, or empty where connections have no keys. */
    String peerKey();

    /** Returns whether the peer was refused for its key, whether or not it has ended yet. */
    boolean isKeyRefused();

    /** Returns whether no frame would be taken: as many wait as may, or they have {@link #ENOUGH_BYTES} together. */
    boolean isFull();

    /** Takes a frame in parts, which are not to be changed any more; not to be called when full. */
    void frame(ByteBuffer... parts);

    /**
     * Writes as much as the channel takes.
     *
     * @return whether nothing is left
     * @throws IOException where nothing more can be written, each time; what came before can still be read
     */
    boolean flush() throws IOException;

    /** Returns whether something waits for the channel. */
    boolean hasUnsent();

    /** Returns how many bytes the channel has taken in all, those of the protocol included. */
    long sentBytes();

    /** Frees what it holds; the channels stay as they are. */
    void close();
}
