package org.cellnest.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** Configures and closes channels, makes their write buffers, and rounds the waits of their selectors. Stateless. */
final class Channels {

    /** The size of a write buffer: a batch and a little more, so that one call moves it. */
    private static final int BUFFER_BYTES = 272 << 10;

    private static final int KEEPALIVE_IDLE_S = 60;

    private Channels() {}

    /** Creates a buffer to write from. It is off the heap, since the JDK would copy to such a buffer anyway. */
    static ByteBuffer out() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    static void configure(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
        }
    }

    /** Rounds up to milliseconds, as selectors wait: a wait that ends too early would be one more turn. */
    static long ceilMs(long ns) {
        return ns / 1_000_000 + (ns % 1_000_000 > 0 ? 1 : 0);
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is of no use to anybody any more
        }
    }
}
