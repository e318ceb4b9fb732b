package org.cellnest.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One peer's connection to a {@link RouterSocket}. Belongs to the socket's owner. */
final class RouterConnection {

    /** Who may talk to a ROUTER (RFC 28). */
    private static final Set<String> PEERS = Set.of("DEALER", "ROUTER", "REQ");

    private final int id;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ConnectionCounters counters;
    private final ZmtpWriter writer;
    private final ZmtpReader reader;
    private final long acceptedNs;
    private boolean greeted;
    private boolean heard;
    private boolean ended;

    RouterConnection(
            int id, SelectionKey key, RouterSocketSettings settings, ConnectionCounters counters, long acceptedNs) {
        this.id = id;
        this.counters = counters;
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.acceptedNs = acceptedNs;
        this.writer = new ZmtpWriter(settings.sendHighWaterMark());
        this.reader = new ZmtpReader("ROUTER", PEERS, settings.maxMessageBytes(), writer);
    }

    int id() {
        return id;
    }

    long acceptedNs() {
        return acceptedNs;
    }

    /** Whether a frame of the peer's was received. */
    boolean isHeard() {
        return heard;
    }

    /** Whether nothing more comes of it. */
    boolean isEnded() {
        return ended;
    }

    /** Takes in what there is, once. */
    void read(ByteBuffer in) {
        in.clear();
        try {
            ended |= channel.read(in) < 0;
        } catch (IOException e) {
            ended = true;
        }
        in.flip();
    }

    /** The next frame of what was taken in, or null; a peer that breaks the protocol has ended. */
    byte @Nullable [] next(ByteBuffer in, byte[] hello) {
        try {
            byte[] frame = reader.next(in);
            heard |= frame != null;
            if (!greeted && reader.isEstablished()) {
                greeted = true;
                writer.frame(ByteBuffer.wrap(hello));
                if (reader.choseId()) {
                    counters.onChosenId();
                }
            }
            return frame;
        } catch (ZmtpException e) {
            ended = true;
            return null;
        }
    }

    /** Hands a frame over; whatever is not {@link SendResult#SENT} has not gone, and never will. */
    SendResult send(byte[] frame, ByteBuffer copy) {
        if (!greeted || ended) {
            return SendResult.GONE;
        }
        if (writer.isFull()) {
            return SendResult.FULL;
        }
        writer.frame(ByteBuffer.wrap(frame));
        return flush(copy) ? SendResult.SENT : SendResult.GONE;
    }

    /** Writes what waits; false: the connection takes nothing more, and its end is about to be read. */
    boolean flush(ByteBuffer copy) {
        try {
            boolean all = writer.isEmpty() || writer.flush(channel, copy);
            int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
            return true;
        } catch (IOException e) {
            key.interestOps(SelectionKey.OP_READ);
            return false;
        }
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
        Channels.close(channel);
    }
}
