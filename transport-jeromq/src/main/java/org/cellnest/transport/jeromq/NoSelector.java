package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * A selector without a descriptor that ends every wait by {@link WouldWait}. JeroMQ's poller thus does its due work in
 * one turn and returns.
 */
final class NoSelector extends AbstractSelector {

    /** Ends a turn of the poller. */
    static final class WouldWait extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WouldWait() {
            super("the poller would wait", null, false, false);
        }
    }

    NoSelector() {
        super(SelectorProvider.provider());
    }

    @Override
    protected void implCloseSelector() {
        // there is nothing to close
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        SelectionKey key = new NoKey(channel, this, operations);
        key.attach(attachment);
        return key;
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        throw new WouldWait();
    }

    @Override
    public int select(long timeout) {
        throw new WouldWait();
    }

    @Override
    public int select() {
        throw new WouldWait();
    }

    @Override
    public Selector wakeup() {
        return this;
    }

    private static final class NoKey extends SelectionKey {
        private final SelectableChannel channel;
        private final NoSelector selector;
        private int operations;
        private boolean cancelled;

        private NoKey(SelectableChannel channel, NoSelector selector, int operations) {
            this.channel = channel;
            this.selector = selector;
            this.operations = operations;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public boolean isValid() {
            return !cancelled;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int interestOps() {
            return operations;
        }

        @Override
        public SelectionKey interestOps(int wanted) {
            operations = wanted;
            return this;
        }

        @Override
        public int readyOps() {
            return 0;
        }
    }
}
