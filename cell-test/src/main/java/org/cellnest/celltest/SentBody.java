package org.cellnest.celltest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;

/**
 * Sends a stream of the test as a body that flows, in a thread of its own, which ends with the stream, a failure of it,
 * or a stop. Nothing is read before the cell receives. Thread-safe.
 */
final class SentBody implements RequestFlow {
    private static final int PIECE_BYTES = 16 << 10;

    private final InputStream stream;
    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Under the lock.
    private long room;
    private boolean stopped;

    /** @param length of the stream; -1: it is not announced */
    SentBody(InputStream stream, long length) {
        this.length = length;
        this.stream = stream;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void receive(FlowReceiver receiver, int window) {
        used(window);
        Thread thread = new Thread(null, () -> send(receiver), "cell-test-body", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(SentBody.class.getClassLoader());
        thread.start();
    }

    private void send(FlowReceiver receiver) {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            while (awaitRoom()) {
                int count = stream.read(buffer);
                if (isStopped()) {
                    break;
                } else if (count < 0) {
                    receiver.onEnd();
                    return;
                } else if (count > 0) {
                    take(count);
                    receiver.onBytes(Arrays.copyOf(buffer, count));
                }
            }
        } catch (IOException | RuntimeException e) { // as if the client had gone
            receiver.onBroken(ErrorCode.ASKER_GONE, String.valueOf(e.getMessage()));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a piece may be sent; false if no more is wanted. */
    private boolean awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (room <= 0 && !stopped) {
                changed.await();
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void take(int bytes) {
        lock.lock();
        try {
            room -= bytes;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void used(int bytes) {
        lock.lock();
        try {
            room += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop(ErrorCode code, String reason) {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
