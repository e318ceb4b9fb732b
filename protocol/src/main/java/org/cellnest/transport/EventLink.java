package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connected part of a {@link Link}, for an owner that has an event loop of its own: a ZeroMQ DEALER (ZMTP 3, RFC 23, 28
 * and 37) over a channel that stands and does not block. The owner says when the channel is ready, and hears of its end by
 * the first false; after that the link is of no use.
 *
 * <p>Belongs to one thread, which moves the bytes within these calls.
 */
public final class EventLink {

    /** Who may greet us as a router. */
    private static final Set<String> PEERS = Set.of("ROUTER");

    private final ReadableByteChannel source;
    private final WritableByteChannel sink;
    private final LinkBuffers buffers;
    private final ZmtpWriter writer;
    private final ZmtpReader reader;
    private boolean greeted;
    private boolean ended;

    /** Takes over a connection that was just made; {@link #flush} is the first call. */
    public EventLink(ReadableByteChannel source, WritableByteChannel sink, LinkSettings settings, LinkBuffers buffers) {
        this.source = source;
        this.sink = sink;
        this.buffers = buffers;
        this.writer = new ZmtpWriter(settings.sendHighWaterMark());
        this.reader = new ZmtpReader("DEALER", PEERS, settings.maxMessageBytes(), writer);
    }

    /**
     * Takes in what has come, as much as one read gives; to be called again when the channel is ready again.
     *
     * @param onFrame takes each frame, which it may keep and change
     * @return false: the connection has ended; whatever had arrived before has been taken in
     */
    public boolean receive(Consumer<byte[]> onFrame) {
        ByteBuffer in = buffers.in().clear();
        try {
            if (source.read(in) < 0) {
                ended = true;
                return false;
            }
            in.flip();
            byte[] frame;
            while ((frame = reader.next(in)) != null) {
                greeted = true;
                onFrame.accept(frame);
            }
        } catch (IOException e) {
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
        if (!isUp() || writer.isFull()) {
            return false;
        }
        writer.frame(parts);
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
            return ended || writer.isEmpty() || writer.flush(sink, buffers.out());
        } catch (IOException e) {
            // What has arrived is still to be received; reading comes to the end too.
            ended = true;
            return true;
        }
    }

    /** Whether something that was taken waits for the network. */
    public boolean hasUnsent() {
        return !ended && !writer.isEmpty();
    }

    /** Whether the router has sent a frame. */
    public boolean isGreeted() {
        return greeted;
    }

    /** Whether frames may be sent: the router has greeted and the connection has not ended. */
    public boolean isUp() {
        return greeted && !ended;
    }
}
