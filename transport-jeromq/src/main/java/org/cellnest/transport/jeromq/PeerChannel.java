package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * A channel for JeroMQ's engine that reads only the bytes that were offered to it and writes to an {@link Outlet}. Both
 * never block. Belongs to the owner of its connection.
 */
final class PeerChannel extends SocketChannel {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** The address of both sides; it is never used. */
    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Outlet outlet;
    private ByteBuffer offered = NOTHING;

    PeerChannel(Outlet outlet) {
        super(SelectorProvider.provider());
        this.outlet = outlet;
    }

    /** Sets the bytes that are read from now on. */
    void offer(ByteBuffer bytes) {
        offered = bytes;
    }

    @Override
    public int read(ByteBuffer into) {
        int length = Math.min(into.remaining(), offered.remaining());
        if (length > 0) {
            into.put(into.position(), offered, offered.position(), length);
            into.position(into.position() + length);
            offered.position(offered.position() + length);
        }
        return length;
    }

    @Override
    public int write(ByteBuffer from) {
        return outlet.write(from);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return SOMEWHERE;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return SOMEWHERE;
    }

    @Override
    protected void implCloseSelectableChannel() {
        // The real channel is closed by the connection's owner.
        offered = NOTHING;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // It never blocks.
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() {
        return this;
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }
}
