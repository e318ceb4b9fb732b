package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * The connected part of a {@link Link}, for an owner that has an event loop of its own: a ZeroMQ DEALER (ZMTP 3, RFC 23, 28
 * and 37) over a channel that stands and does not block. The owner says when the channel is ready, and hears of its end by
 * the first false; after that the link is of no use.
 *
 * <p>Belongs to one thread, which moves the bytes within these calls.
 */
public final class EventLink {

    private final Engine engine;
    private boolean greeted;
    private boolean ended;

    /** Takes over a connection that was just made; {@link #flush} is the first call. */
    public EventLink(ReadableByteChannel source, WritableByteChannel sink, LinkSettings settings, Engines engines) {
        this.engine =
                engines.engine(Role.DEALER, source, sink, settings.maxMessageBytes(), settings.sendHighWaterMark());
    }

    /**
     * Takes in what has come, as much as one read gives; to be called again when the channel is ready again.
     *
     * @param onFrame takes each frame, which it may keep and change
     * @return false: the connection has ended; whatever had arrived before has been taken in
     */
    public boolean receive(Consumer<byte[]> onFrame) {
        engine.read();
        byte[] frame;
        while ((frame = engine.next()) != null) {
            greeted = true;
            onFrame.accept(frame);
        }
        if (engine.isEnded()) {
            ended = true;
            return false;
        }
        flush();
        return true;
    }

    /**
     * Hands a frame, in one part or several, to the connection, or does not; never waits. After true the parts belong to
     * the transport, and what they refer to must not be written again; after false they are as they were.
     *
     * @return false: not taken, and never sent, because the router has not greeted yet, or the connection has ended, or
     *     as many frames wait as may
     */
    public boolean send(ByteBuffer... parts) {
        if (!isUp() || engine.isFull()) {
            return false;
        }
        engine.frame(parts);
        flush();
        return !ended;
    }

    /** A frame in one array. */
    public boolean send(byte[] frame) {
        return send(ByteBuffer.wrap(frame));
    }

    /**
     * Moves on what was taken by {@link #send} and not by the network.
     *
     * @return false: something is left; to be called again when the channel takes more
     */
    public boolean flush() {
        try {
            return ended || engine.flush();
        } catch (IOException e) {
            // What has arrived is still to be received; reading comes to the end too.
            ended = true;
            return true;
        }
    }

    /** Whether something that was taken waits for the network. */
    public boolean hasUnsent() {
        return !ended && engine.hasUnsent();
    }

    /** Whether the router has sent a frame. */
    public boolean isGreeted() {
        return greeted;
    }

    /** Whether frames may be sent: the router has greeted and the connection has not ended. */
    public boolean isUp() {
        return greeted && !ended && !engine.isEnded();
    }

    /**
     * Whether nothing more comes of it, which may also become so in {@link Engines#tend} or in a flush. Frames of the last
     * read have been taken before.
     */
    public boolean isEnded() {
        return engine.isEnded();
    }

    /** Why it ended, with the way out where there is one; empty where the connection just closed. */
    public String failure() {
        return engine.failure();
    }

    /** Frees what the link holds; the channels are the owner's to close. */
    public void close() {
        ended = true;
        engine.close();
    }
}
