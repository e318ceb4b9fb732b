package org.cellnest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connection that begins as a ZMTP 3.1 peer (RFC 37), falls silent and waits for the router to close it. One thread.
 */
final class Stranger implements AutoCloseable {
    private static final int GREETING_BYTES = 64;
    private static final int MECHANISM_AT = 12;
    /** A command frame of 28 bytes. */
    private static final byte[] READY =
            "\4\34\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(StandardCharsets.ISO_8859_1);

    private final SocketChannel channel;
    private final long openedNs;
    private int received;
    private boolean sentAll;

    private Stranger(SocketChannel channel, long openedNs) {
        this.channel = channel;
        this.openedNs = openedNs;
    }

    /**
     * Sends a greeting over a connected channel, which then belongs to the stranger.
     *
     * @param mechanism {@code NULL} or {@code CURVE}, that of the router
     */
    static Stranger greet(SocketChannel channel, Selector selector, StrangerManner manner, String mechanism)
            throws IOException {
        Stranger stranger = new Stranger(channel, System.nanoTime());
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, stranger);
        stranger.send(greeting(mechanism));
        stranger.sentAll = manner == StrangerManner.GREETS;
        return stranger;
    }

    private static byte[] greeting(String mechanism) {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        greeting[11] = 1;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, greeting, MECHANISM_AT, name.length);
        return greeting;
    }

    /** Sends bytes in one write; a new connection accepts so few at once. */
    private void send(byte[] bytes) throws IOException {
        if (channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
            throw new IOException("a stranger's " + bytes.length + " bytes were not taken");
        }
    }

    /** Reads the received bytes; returns false once the router has closed the connection. */
    boolean read(ByteBuffer into) {
        try {
            int count;
            while ((count = channel.read(into.clear())) > 0) {
                received += count;
            }
            if (!sentAll && received >= GREETING_BYTES) {
                send(READY);
                sentAll = true;
            }
            return count == 0;
        } catch (IOException e) {
            return false; // reset
        }
    }

    /** Whether all octets of its manner were sent before the connection was closed. */
    boolean hasSentAll() {
        return sentAll;
    }

    long ageNs() {
        return System.nanoTime() - openedNs;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
