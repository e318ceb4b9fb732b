package org.cellnest.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** Owns many strangers, and closes those that remain. One thread. */
final class Crowd implements AutoCloseable {
    private static final int CONNECT_LIMIT_MS = 2_000;

    private final InetSocketAddress router;
    private final StrangerManner manner;
    private final String mechanism;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(4_096);
    private final Set<Stranger> open = new HashSet<>();
    private int sentAll;
    private int mostOpen;
    private long longestNs;

    /** Creates a crowd without strangers. */
    Crowd(int port, StrangerManner manner, String mechanism) throws IOException {
        this.router = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.manner = manner;
        this.mechanism = mechanism;
        this.selector = Selector.open();
    }

    /** Connects one more stranger, unless the router refuses it. */
    void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(router, CONNECT_LIMIT_MS);
            open.add(Stranger.greet(channel, selector, manner, mechanism));
            mostOpen = Math.max(mostOpen, open.size());
        } catch (IOException e) {
            channel.close();
        }
    }

    /** Reads from the connections and detects those that the router closes, waiting at most for the timeout. */
    void poll(int timeoutMs) throws IOException {
        selector.select(timeoutMs);
        for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ready.remove()) {
            Stranger stranger = (Stranger) ready.next().attachment();
            if (!stranger.read(buffer)) {
                end(stranger);
            }
        }
    }

    private void end(Stranger stranger) {
        longestNs = Math.max(longestNs, stranger.ageNs());
        sentAll += stranger.hasSentAll() ? 1 : 0;
        open.remove(stranger);
        stranger.close();
    }

    int open() {
        return open.size();
    }

    /** Returns the largest number of connections that were open at one time. */
    int mostOpen() {
        return mostOpen;
    }

    /** Returns the number of connections that the router closed after the stranger had sent everything. */
    int sentAll() {
        return sentAll;
    }

    /** Returns the longest time for which the router has kept a connection. */
    long longestNs() {
        return open.stream().mapToLong(Stranger::ageNs).reduce(longestNs, Math::max);
    }

    @Override
    public void close() throws IOException {
        open.forEach(Stranger::close);
        open.clear();
        selector.close();
    }
}
