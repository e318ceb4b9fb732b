package org.cellnest.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client of one transfer, with a connection of its own. It verifies the status and the length, and does nothing else
 * with the bytes, so that it costs little. One thread; an interrupt closes the connection.
 */
final class TransferClient implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final int port;
    private final LongAdder bodyBytes;

    private TransferClient(SocketChannel channel, int port, LongAdder bodyBytes) {
        this.channel = channel;
        this.port = port;
        this.bodyBytes = bodyBytes;
    }

    /**
     * Connects to a port on loopback.
     *
     * @param bodyBytes is added the bytes of bodies as they are read or written
     */
    static TransferClient connect(int port, LongAdder bodyBytes) throws IOException {
        return new TransferClient(
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), port, bodyBytes);
    }

    /** Downloads a body of this length, and returns after its last byte and the end of the connection. */
    void download(long bytes) throws IOException {
        send("GET " + Transfer.DOWNLOAD_PATH + bytes, "");
        long length = head();
        if (length != bytes) {
            throw new IOException("a download of " + length + " bytes is announced (expected: " + bytes + ")");
        }
        long read = 0;
        for (int count = buffer.remaining(); count >= 0; count = channel.read(buffer.clear())) {
            read += count;
            bodyBytes.add(count);
        }
        if (read != bytes) {
            throw new IOException("a download has ended after " + read + " bytes (expected: " + bytes + ")");
        }
    }

    /** Uploads a body of this length, and returns after an answer that has counted all of it. */
    void upload(long bytes) throws IOException {
        send(
                "PUT " + Transfer.UPLOAD_PATH,
                "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n");
        for (long left = bytes; left > 0; ) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, left));
            int count = channel.write(buffer);
            left -= count;
            bodyBytes.add(count);
        }
        long length = head();
        if (length < 1 || length > 20) {
            throw new IOException("an upload is answered with " + length + " bytes (expected: a number)");
        }
        while (buffer.remaining() < length) {
            more();
        }
        String counted = StandardCharsets.ISO_8859_1.decode(buffer).toString();
        if (!counted.equals(Long.toString(bytes))) {
            throw new IOException("an upload is answered with " + counted + " (expected: " + bytes + ")");
        }
    }

    private void send(String request, String fields) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(
                (request + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n" + fields + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        while (head.hasRemaining()) {
            channel.write(head);
        }
    }

    /** Reads the head of an answer and returns the announced length; the buffer then has the body's first bytes. */
    private long head() throws IOException {
        buffer.clear().limit(0);
        int end;
        String text;
        do {
            more();
            text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
            end = text.indexOf(END_OF_HEAD);
        } while (end < 0 && text.length() < MAX_HEAD_BYTES);
        if (end < 0 || !text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(
                    "an answer begins with " + text.lines().findFirst().orElse("nothing")
                            + " (expected: HTTP/1.1 200 and a head of at most " + MAX_HEAD_BYTES + " bytes)");
        }
        buffer.position(end + END_OF_HEAD.length());
        return text.substring(0, end)
                .toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow(() -> new IOException("an answer has no content-length"));
    }

    /** Reads bytes behind those that the buffer has. */
    private void more() throws IOException {
        int from = buffer.position();
        int to = buffer.limit();
        buffer.limit(buffer.capacity()).position(to);
        int count = channel.read(buffer);
        buffer.limit(buffer.position()).position(from);
        if (count < 0) {
            throw new EOFException("a connection has ended after " + (to - from) + " bytes of an answer");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
