package org.cellnest.runtime.handler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/** A body that a test sends; what is sent waits for a receiver and for room, and what the receiver says is noted. */
final class FakeFlow implements RequestFlow {
    private final long length;
    final BlockingQueue<ErrorCode> stops = new LinkedBlockingQueue<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private @Nullable FlowReceiver receiver;
    private boolean delivering;
    private long limit;
    private long sent;
    private long used;

    FakeFlow(long length) {
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /** Sends a piece once there is room. */
    synchronized FakeFlow send(byte[] piece) {
        waiting.add(() -> {
            sent += piece.length;
            to().onBytes(piece);
        });
        deliver();
        return this;
    }

    synchronized FakeFlow end() {
        waiting.add(() -> to().onEnd());
        deliver();
        return this;
    }

    synchronized FakeFlow breakOff(ErrorCode code) {
        waiting.add(() -> to().onBroken(code, "as the test says"));
        deliver();
        return this;
    }

    private FlowReceiver to() {
        if (receiver == null) {
            throw new IllegalStateException("no receiver");
        }
        return receiver;
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (receiver != null && sent < limit && !waiting.isEmpty()) {
            waiting.remove().run();
        }
        delivering = false;
    }

    @Override
    public synchronized void receive(FlowReceiver wanted, int window) {
        if (receiver != null) {
            throw new IllegalStateException("a second receiver");
        }
        receiver = wanted;
        limit += window;
        deliver();
    }

    @Override
    public synchronized void used(int bytes) {
        used += bytes;
        limit += bytes;
        deliver();
    }

    @Override
    public void stop(ErrorCode code, String reason) {
        synchronized (this) {
            waiting.clear();
        }
        stops.add(code);
    }

    synchronized boolean isOpened() {
        return receiver != null;
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long used() {
        return used;
    }
}
