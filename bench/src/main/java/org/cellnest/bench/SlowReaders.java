package org.cellnest.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns many connections that request a download each and read a little of it every second, by turns. They run on a
 * thread of their own until they are closed.
 */
final class SlowReaders implements AutoCloseable {
    /** Far more than a connection reads during a run, and little enough for a proxy that spools answers to a disk. */
    private static final int DOWNLOAD_BYTES = 2 << 20;

    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;
    private static final int BYTES_A_SECOND = 4 << 10;
    private static final int TURNS_A_SECOND = 10;
    private static final int ANSWER_LIMIT_MS = 10_000;
    private static final String OK = "HTTP/1.1 200 ";

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "bench-slow-readers");
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean closing;

    private SlowReaders() {
        thread.setDaemon(true);
    }

    /** Connects this many readers; each has read the first bytes of its answer. */
    static SlowReaders connect(int count, Target target) throws IOException {
        SlowReaders readers = new SlowReaders();
        try {
            for (int i = 0; i < count; i++) {
                readers.channels.add(begin(target));
            }
        } catch (IOException e) {
            readers.close();
            throw new IOException(
                    target.name() + ": slow reader " + (readers.channels.size() + 1) + ": " + e.getMessage(), e);
        }
        readers.thread.start();
        return readers;
    }

    private static SocketChannel begin(Target target) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            // Before connecting, so that the window is never larger.
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()));
            Socket socket = channel.socket();
            socket.setSoTimeout(ANSWER_LIMIT_MS);
            socket.getOutputStream()
                    .write(("GET " + Transfer.DOWNLOAD_PATH + DOWNLOAD_BYTES + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + target.port() + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String begun = new String(socket.getInputStream().readNBytes(OK.length()), StandardCharsets.ISO_8859_1);
            if (!begun.equals(OK)) {
                throw new IOException("an answer begins with \"" + begun + "\" (expected: " + OK + ")");
            }
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_A_SECOND);
        for (int turn = 0; !closing; turn = (turn + 1) % TURNS_A_SECOND) {
            for (int i = turn; i < channels.size(); i += TURNS_A_SECOND) {
                if (channels.get(i).isOpen()) {
                    readFrom(channels.get(i), buffer.clear());
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(1_000 / TURNS_A_SECOND);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void readFrom(SocketChannel channel, ByteBuffer buffer) {
        try {
            if (channel.read(buffer) < 0) {
                throw new IOException("ended");
            }
        } catch (IOException e) {
            ended.incrementAndGet();
            closeQuietly(channel);
        }
    }

    /** Returns the number of readers whose connection has ended, although none has read its answer. Any thread. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channels.forEach(SlowReaders::closeQuietly);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing depends on it any more.
        }
    }
}
