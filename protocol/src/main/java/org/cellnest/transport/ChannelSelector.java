package org.cellnest.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the channels of one socket; its errors name the socket. Belongs to the socket's owner, save {@link
 * #wakeup}.
 */
final class ChannelSelector implements AutoCloseable {
    private final String name;
    private final Selector selector;

    /** @throws TransportException when the system has none to give */
    ChannelSelector(String name) {
        this.name = name;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new TransportException(name + ": " + e.getMessage());
        }
    }

    SelectionKey register(SelectableChannel channel, int operations, @Nullable Object attachment)
            throws ClosedChannelException {
        return channel.register(selector, operations, attachment);
    }

    @Nullable
    SelectionKey keyOf(SelectableChannel channel) {
        return channel.keyFor(selector);
    }

    /** Waits until a channel is ready; 0: looks without waiting. Returns how many channels became ready. */
    int select(long timeoutMs) {
        try {
            return timeoutMs > 0 ? selector.select(timeoutMs) : selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Returns the keys that are ready, from which the owner removes those it has handled. */
    Set<SelectionKey> ready() {
        return selector.selectedKeys();
    }

    /** Ends a wait, or the next one. Any thread, also after this was closed. */
    void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
