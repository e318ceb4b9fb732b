package org.cellnest.transport;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;

/**
 * A ZeroMQ DEALER (ZMTP 3, RFC 23, 28 and 37) for an owner that has an event loop of its own. It is the connected part
 * of a {@link Link}. Its channel is connected and does not block. The owner notifies the link when the channel is
 * ready. The first false from {@link #receive} reports the end of the link, which is then of no further use.
 *
 * <p>Belongs to one thread, which moves the bytes within these calls.
 */
public final class EventLink {

    private final Engine engine;
    private boolean greeted;
    private boolean ended;

    /** Takes over a new connection; {@link #flush} is the first call. */
    public EventLink(ReadableByteChannel source, WritableByteChannel sink, LinkSettings settings, Engines engines) {
        this.engine =
                engines.engine(Role.DEALER, source, sink, settings.maxMessageBytes(), settings.sendHighWaterMark());
    }

    /**
     * Reads once from the channel and delivers the frames; to be called again when the channel is ready again.
     *
     * @param onFrame takes each frame, borrowed; one that is a whole array it may keep and change
     * @return false: the connection has ended; everything that arrived before has been delivered
     */
    public boolean receive(Consumer<? super Bytes> onFrame) {
        engine.read();
        Bytes frame;
        while ((frame = engine.next()) != null) {
            greeted = true;
            try {
                onFrame.accept(frame);
            } finally {
                frame.release();
            }
        }
        if (engine.isEnded()) {
            ended = true;
            return false;
        }
        flush();
        return true;
    }

    /**
     * Hands a frame, in one part or several, to the connection, or refuses it; never blocks. After true arrays belong to
     * the transport and must not be written again; chunks are borrowed.
     *
     * @return false: refused, and never sent, because the router has not greeted yet, or the connection has ended,
     *     or the maximum number of frames wait
     */
    public boolean send(Bytes... parts) {
        if (!isUp() || engine.isFull()) {
            return false;
        }
        engine.frame(parts);
        flush();
        return !ended;
    }

    /** Sends a frame in one array. */
    public boolean send(byte[] frame) {
        return send(Slice.of(frame));
    }

    /**
     * Writes bytes that {@link #send} took and the network did not.
     *
     * @return false: bytes are left; to be called again when the channel takes more
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

    /** Whether bytes that were taken wait for the network. */
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
     * Whether the connection has ended. {@link Engines#tend} and a flush may end it too. Frames of the last read have
     * been delivered before.
     */
    public boolean isEnded() {
        return engine.isEnded();
    }

    /** Returns the reason why the connection ended, with the remedy if there is one; empty if it was just closed. */
    public String failure() {
        return engine.failure();
    }

    /** Frees the link's resources; the owner closes the channels. */
    public void close() {
        ended = true;
        engine.close();
    }
}
