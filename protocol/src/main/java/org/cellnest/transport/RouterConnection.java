package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One peer's connection to a {@link RouterSocket}. Belongs to the socket's owner. */
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

    /** Which of the socket's endpoints it came to. */
    int listener() {
        return listener;
    }

    long acceptedNs() {
        return acceptedNs;
    }

    /** Whether hands are shaken and the greeting was sent. */
    boolean isGreeted() {
        return greeted;
    }

    /** Puts it in line; false: it is in line already. */
    boolean queue() {
        boolean wasQueued = queued;
        queued = true;
        return !wasQueued;
    }

    /** Takes it out of the line; false: it has closed meanwhile. */
    boolean unqueue() {
        queued = false;
        return !closed;
    }

    /** Whether a frame of the peer's was received. */
    boolean isHeard() {
        return heard;
    }

    /** Whether nothing more comes of it. */
    boolean isEnded() {
        return engine.isEnded();
    }

    /** Why it ended, or empty where it just closed. */
    String failure() {
        return engine.failure();
    }

    /** The name of the key that the peer has proved to hold, or empty. */
    String peerKey() {
        return engine.peerKey();
    }

    /** Takes in what there is, once. */
    void read() {
        engine.read();
    }

    /** The next frame of what was taken in, or null; a peer that breaks the protocol has ended. */
    byte @Nullable [] next(byte[] hello) {
        byte[] frame = engine.next();
        heard |= frame != null;
        if (!greeted && engine.isEstablished()) {
            greeted = true;
            engine.frame(ByteBuffer.wrap(hello));
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

    /** Hands a frame over; whatever is not {@link SendResult#SENT} has not gone, and never will. */
    SendResult send(byte[] frame) {
        if (!greeted || engine.isEnded()) {
            return SendResult.GONE;
        }
        if (engine.isFull()) {
            return SendResult.FULL;
        }
        engine.frame(ByteBuffer.wrap(frame));
        return flush() ? SendResult.SENT : SendResult.GONE;
    }

    /** Writes what waits; false: the connection takes nothing more, and its end is about to be read. */
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

    /** Reads no more of it, or goes on. */
    void hold(boolean hold) {
        if (held != hold) {
            held = hold;
            await(!broken && engine.hasUnsent());
        }
    }

    /** Whether nothing is to be read of it for now. */
    boolean isHeld() {
        return held && !broken;
    }

    private void await(boolean room) {
        int wanted = (isHeld() ? 0 : SelectionKey.OP_READ) | (room ? SelectionKey.OP_WRITE : 0);
        if (!closed && key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    /** The number of bytes that the network has taken. */
    long sentBytes() {
        return engine.sentBytes();
    }

    /** {@code HOST:PORT}, or empty if that is not known any more. */
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
