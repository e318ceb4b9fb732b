package org.cellnest.transport;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A selector that returns channels which finish to connect alone: what else is ready is returned by a later call.
 *
 * <p>JeroMQ 0.6.0 needs that. Its I/O thread registers a channel as a connecter, and again as a connection once it is
 * connected. If one call returns such a channel together with the thread's commands, both happen in one turn of
 * {@link zmq.poll.Poller}: it cancels the key of the connecter and takes the key, which stays until the next call, for
 * that of the connection. The connection is then never selected: it neither says nor hears anything, until something
 * else makes the poller look at its channels again.
 */
final class ConnectingFirst extends AbstractSelector {
    private final Selector real;
    private final Set<SelectionKey> selected = new HashSet<>();

    ConnectingFirst() throws IOException {
        super(SelectorProvider.provider());
        real = provider().openSelector();
    }

    /** A key that has the place of a real one, and ends before it. */
    private static final class Key extends AbstractSelectionKey {
        private final AbstractSelectableChannel channel;
        private final Selector selector;
        private final SelectionKey real;

        private Key(AbstractSelectableChannel channel, ConnectingFirst selector, int operations) throws IOException {
            this.channel = channel;
            this.selector = selector;
            this.real = channel.register(selector.real, operations, this);
        }

        @Override
        public AbstractSelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public int interestOps() {
            return real.interestOps();
        }

        @Override
        public SelectionKey interestOps(int operations) {
            real.interestOps(operations);
            return this;
        }

        @Override
        public int readyOps() {
            return real.readyOps();
        }
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        try {
            Key key = new Key(channel, this, operations);
            key.attach(attachment);
            return key;
        } catch (IOException e) {
            throw new IllegalStateException("a channel was closed while it was registered", e);
        }
    }

    /** Forgets cancelled keys. A closed channel is released with its last key, which has to be the real one. */
    private void forgetCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            cancelled.forEach(this::forget);
            cancelled.clear();
        }
    }

    private void forget(SelectionKey key) {
        deregister((Key) key);
        ((Key) key).real.cancel();
    }

    private int selectReal(Call call) throws IOException {
        forgetCancelled();
        call.select();
        selected.clear();
        for (SelectionKey each : real.selectedKeys()) {
            Key key = (Key) each.attachment();
            if (key.isValid() && each.isValid()) {
                selected.add(key);
            }
        }
        real.selectedKeys().clear();
        if (selected.stream().anyMatch(SelectionKey::isConnectable)) {
            selected.removeIf(key -> !key.isConnectable());
        }
        return selected.size();
    }

    private interface Call {
        void select() throws IOException;
    }

    @Override
    public int selectNow() throws IOException {
        return selectReal(real::selectNow);
    }

    @Override
    public int select(long timeoutMs) throws IOException {
        return selectReal(() -> real.select(timeoutMs));
    }

    @Override
    public int select() throws IOException {
        return select(0);
    }

    @Override
    public Set<SelectionKey> keys() {
        return real.keys();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    public Selector wakeup() {
        real.wakeup();
        return this;
    }

    @Override
    protected void implCloseSelector() throws IOException {
        forgetCancelled();
        List.copyOf(real.keys()).forEach(key -> ((Key) key.attachment()).cancel());
        forgetCancelled();
        real.close();
    }
}
