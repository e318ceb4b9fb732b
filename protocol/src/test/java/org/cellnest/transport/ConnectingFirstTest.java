package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/** Has channels finish to connect while commands are ready. */
class ConnectingFirstTest {
    /** Which of two ready channels is handled first is chance, and one of the orders does no harm. */
    private static final int CHANNELS = 20;

    private static final int PATIENCE_MS = 10_000;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final JeroMqSockets.Context context = new JeroMqSockets.Context();
    private final ServerSocketChannel listener = open(ServerSocketChannel.open());

    ConnectingFirstTest() throws IOException {}

    @BeforeEach
    void bind() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CHANNELS);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        context.terminate();
    }

    private <T extends AutoCloseable> T open(T channel) {
        opened.add(channel);
        return channel;
    }

    /** Returns a channel that finishes to connect, though it may not have yet. */
    private SocketChannel connecting() throws IOException {
        SocketChannel channel = open(SocketChannel.open());
        channel.configureBlocking(false);
        assertFalse(channel.connect(listener.getLocalAddress()), "connected at once");
        open(listener.accept());
        return channel;
    }

    /** Returns a pipe's end with a byte to read. */
    private Pipe.SourceChannel readable() throws IOException {
        Pipe pipe = Pipe.open();
        open(pipe.sink()).write(ByteBuffer.allocate(1));
        open(pipe.source()).configureBlocking(false);
        return pipe.source();
    }

    @Test
    void returnsAChannelThatFinishesToConnectAlone() throws IOException {
        try (ConnectingFirst selector = new ConnectingFirst()) {
            SocketChannel channel = connecting();
            Pipe.SourceChannel commands = readable();
            SelectionKey connecter = channel.register(selector, SelectionKey.OP_CONNECT, "connecter");
            SelectionKey command = commands.register(selector, SelectionKey.OP_READ, "commands");
            assertEquals(1, selector.select(PATIENCE_MS));
            assertEquals(Set.of(connecter), selector.selectedKeys());
            assertTrue(connecter.isConnectable() && channel.finishConnect());
            connecter.cancel();
            assertEquals(1, selector.select(PATIENCE_MS));
            assertEquals(Set.of(command), selector.selectedKeys());
            assertEquals("commands", command.attachment());
            assertNull(channel.keyFor(selector));
            SelectionKey connection = channel.register(selector, SelectionKey.OP_WRITE);
            assertEquals(2, selector.select(PATIENCE_MS));
            assertEquals(Set.of(command, connection), selector.selectedKeys());
        }
    }

    @Test
    void releasesAClosedChannel() throws IOException {
        try (ConnectingFirst selector = new ConnectingFirst()) {
            SocketChannel channel = connecting();
            channel.register(selector, SelectionKey.OP_CONNECT);
            assertEquals(1, selector.select(PATIENCE_MS));
            assertTrue(channel.finishConnect());
            channel.close();
            assertEquals(0, selector.selectNow());
            assertEquals(Set.of(), selector.keys());
            assertFalse(channel.isRegistered());
        }
    }

    /** With a selector that returns all that is ready, JeroMQ's poller loses a connection in every second run. */
    @Test
    void jeroMqsPollerKeepsEachConnection() throws Exception {
        for (int i = 0; i < CHANNELS; i++) {
            Poller poller = new Poller(context, "poller");
            try {
                HandOver handOver = new HandOver(poller, connecting(), readable());
                poller.start();
                assertTrue(handOver.done.await(PATIENCE_MS, TimeUnit.MILLISECONDS), "lost");
            } finally {
                poller.destroy();
            }
        }
    }

    /** A connecter's channel, which is registered again as a connection when a command comes. */
    private static final class HandOver implements IPollEvents {
        private final CountDownLatch done = new CountDownLatch(1);
        private final Poller poller;
        private final SocketChannel channel;
        private final Poller.Handle connecter;
        private final Poller.Handle commands;
        private boolean connected;

        private HandOver(Poller poller, SocketChannel channel, Pipe.SourceChannel commands) {
            this.poller = poller;
            this.channel = channel;
            this.connecter = poller.addHandle(channel, this);
            this.commands = poller.addHandle(commands, this);
            poller.setPollConnect(connecter);
            poller.setPollIn(this.commands);
        }

        @Override
        public void connectEvent() {
            try {
                connected = channel.finishConnect();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            poller.removeHandle(connecter);
        }

        @Override
        public void inEvent() {
            if (connected) {
                poller.removeHandle(commands);
                poller.setPollOut(poller.addHandle(channel, new Connection(done)));
            }
        }
    }

    private record Connection(CountDownLatch done) implements IPollEvents {
        @Override
        public void outEvent() {
            done.countDown();
        }
    }
}
