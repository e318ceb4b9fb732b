package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/** A peer's connection to a {@link RouterSocket}. Belongs to the socket's owner. */
final class RouterConnection {

    private final int id;
    private final int listener;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ConnectionCounters counters;
    private final Engine engine;
    private final long acceptedNs;
    private boolean greeted;
    private boolean heard;
    private boolean keyRefused;
    private boolean queued;
    private boolean held;
    private boolean broken;
    private boolean closed;

    RouterConnection(
            int id,
            int listener,
            SelectionKey key,
            Engines engines,
            RouterSocketSettings settings,
            ConnectionCounters counters,
            long acceptedNs) {
        this.id = id;
        this.listener = listener;
        this.counters = counters;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.acceptedNs = acceptedNs;
        this.engine = engines.engine(
                new Role.Router(listener), channel, channel, settings.maxMessageBytes(), settings.sendHighWaterMark());
    }

    int id() {
        return id;
    }

    /** Returns the number of the socket's endpoint that accepted the connection. */
    int listener() {
        return listener;
    }

    long acceptedNs() {
        return acceptedNs;
    }

    /** Whether the handshake is complete and the greeting was sent. */
    boolean isGreeted() {
        return greeted;
    }

    /** Marks the connection as queued; false: it was queued already. */
    boolean queue() {
        boolean wasQueued = queued;
        queued = true;
        return !wasQueued;
    }

    /** Marks the connection as no longer queued; false: it has closed meanwhile. */
    boolean unqueue() {
        queued = false;
        return !closed;
    }

    /** Whether a frame was received from the peer. */
    boolean isHeard() {
        return heard;
    }

    /** Whether the connection has ended. */
    boolean isEnded() {
        return engine.isEnded();
    }

    /** Returns the reason why the connection ended, or empty if it was just closed. */
    String failure() {
        return engine.failure();
    }

    /** Returns the name of the key that the peer has proved to hold, or empty. */
    String peerKey() {
        return engine.peerKey();
    }

    /** Reads once from the channel. */
    void read() {
        engine.read();
    }

    /** Returns the next frame of the bytes read, or null; a peer that violates the protocol has ended. */
    @Nullable
    Bytes next(byte[] hello) {
        Bytes frame = engine.next();
        heard |= frame != null;
        if (!greeted && engine.isEstablished()) {
            greeted = true;
            engine.frame(Slice.of(hello));
            if (engine.choseId()) {
                counters.onChosenId();
            }
        }
        if (!keyRefused && engine.isKeyRefused()) {
            keyRefused = true;
            counters.onRefusedKey();
        }
        return frame;
    }

    /** Sends a frame; with any result but {@link SendResult#SENT}, the frame is never sent. */
    SendResult send(Bytes... parts) {
        if (!greeted || engine.isEnded()) {
            return SendResult.GONE;
        }
        if (engine.isFull()) {
            return SendResult.FULL;
        }
        engine.frame(parts);
        return flush() ? SendResult.SENT : SendResult.GONE;
    }

    /** Writes the bytes that wait; false: the connection takes nothing more, and its end is about to be read. */
    boolean flush() {
        try {
            await(!engine.flush());
            return true;
        } catch (IOException e) {
            // Its end is to be read, whatever lies before that.
            broken = true;
            await(false);
            return false;
        }
    }

    /** Stops or resumes reading from the connection. */
    void hold(boolean hold) {
        if (held != hold) {
            held = hold;
            await(!broken && engine.hasUnsent());
        }
    }

    /** Whether reading from the connection is stopped. */
    boolean isHeld() {
        return held && !broken;
    }

    private void await(boolean room) {
        int wanted = (isHeld() ? 0 : SelectionKey.OP_READ) | (room ? SelectionKey.OP_WRITE : 0);
        if (!closed && key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** Returns the number of bytes that the network has taken. */
    long sentBytes() {
        return engine.sentBytes();
    }

    /** Returns {@code HOST:PORT}, or empty if the address is no longer known. */
    String remoteAddress() {
        try {
            if (channel.getRemoteAddress() instanceof InetSocketAddress address) {
                String host = address.getAddress().getHostAddress();
                return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
            }
        } catch (IOException e) {
            // It has closed.
        }
        return "";
    }

    void close() {
        closed = true;
        engine.close();
        Channels.close(channel);
    }
}
