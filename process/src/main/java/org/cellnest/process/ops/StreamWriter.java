package org.cellnest.process.ops;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends an answer that stays open. Any thread queues bytes; only the connection's event loop writes them to the
 * channel.
 */
final class StreamWriter implements OpsStream {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final int maxBytes;

    private final Object lock = new Object();
    // Guarded by the lock.
    private final Queue<ByteBuffer> queue = new ArrayDeque<>();
    private final List<Runnable> onClosed = new ArrayList<>();
    private int queuedBytes;
    private boolean ending;
    private boolean closed;
    private boolean scheduled;

    // The event loop's.
    private XnioExecutor.@Nullable Key keepAlive;

    private StreamWriter(HttpServerExchange exchange, StreamSinkChannel channel, int maxBytes) {
        this.exchange = exchange;
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    /** Sends the head and passes the open stream to its source. On the event loop. */
    static void open(HttpServerExchange exchange, OpsAnswer.Streamed answer, int maxBytes, int keepAliveMs) {
        StreamWriter writer = new StreamWriter(exchange, exchange.getResponseChannel(), maxBytes);
        writer.channel.getWriteSetter().set(ch -> writer.write());
        exchange.addExchangeCompleteListener((done, next) -> {
            writer.onGone();
            next.proceed();
        });
        if (answer.keepAlive().length > 0) {
            writer.keepAlive = exchange.getIoThread()
                    .executeAtInterval(() -> writer.send(answer.keepAlive()), keepAliveMs, TimeUnit.MILLISECONDS);
        }
        writer.write();
        answer.source().accept(writer);
    }

    @Override
    public boolean send(byte[] bytes) {
        boolean cut;
        synchronized (lock) {
            if (closed || ending) {
                return false;
            }
            cut = queuedBytes + bytes.length > maxBytes;
            if (cut) {
                ending = true;
            } else {
                queue.add(ByteBuffer.wrap(bytes));
                queuedBytes += bytes.length;
                if (scheduled) {
                    return true;
                }
                scheduled = true;
            }
        }
        exchange.getIoThread().execute(cut ? this::cut : this::write);
        return !cut;
    }

    @Override
    public void end() {
        synchronized (lock) {
            if (closed || ending) {
                return;
            }
            ending = true;
        }
        exchange.getIoThread().execute(this::write);
    }

    @Override
    public void onClosed(Runnable action) {
        synchronized (lock) {
            if (!closed) {
                onClosed.add(action);
                return;
            }
        }
        action.run();
    }

    // The event loop.

    private void write() {
        if (isClosed()) {
            return;
        }
        try {
            ByteBuffer next;
            while ((next = next()) != null) {
                while (next.hasRemaining()) {
                    int written = channel.write(next);
                    if (written == 0) {
                        channel.resumeWrites();
                        return;
                    }
                    synchronized (lock) {
                        queuedBytes -= written;
                    }
                }
            }
            if (!channel.flush()) {
                channel.resumeWrites();
            } else if (isEnding()) {
                stopKeepAlive();
                channel.shutdownWrites();
                if (!channel.flush()) {
                    channel.getWriteSetter().set(ChannelListeners.flushingChannelListener(null, (ch, e) -> cut()));
                    channel.resumeWrites();
                }
            } else {
                channel.suspendWrites();
            }
        } catch (IOException e) {
            cut();
        }
    }

    /**
     * Returns the next bytes to write: the rest of the first buffer, or the next buffer. Null if the queue is empty.
     */
    private @Nullable ByteBuffer next() {
        synchronized (lock) {
            while (!queue.isEmpty() && !queue.element().hasRemaining()) {
                queue.remove();
            }
            if (queue.isEmpty()) {
                scheduled = false;
                return null;
            }
            return queue.element();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private boolean isEnding() {
        synchronized (lock) {
            return ending;
        }
    }

    private void cut() {
        IoUtils.safeClose(exchange.getConnection());
        onGone();
    }

    private void onGone() {
        stopKeepAlive();
        List<Runnable> actions;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            actions = List.copyOf(onClosed);
            onClosed.clear();
        }
        actions.forEach(Runnable::run);
    }

    private void stopKeepAlive() {
        if (keepAlive != null) {
            keepAlive.remove();
            keepAlive = null;
        }
    }
}
