package org.cellnest.celltest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cellnest.cell.StreamResetException;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/** Takes an answer that flows from the cell, up to a buffer ahead of its reader. One thread reads. */
final class ReceivedBody extends InputStream implements ReplyFlow {
    private static final int BUFFER_BYTES = 64 << 10;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] one = new byte[1];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable onClose;
    // Under the lock.
    private int position;
    private int length;
    private boolean over;
    private boolean closed;
    private @Nullable StreamResetException failure;
    private @Nullable Runnable roomTask;

    /** @param onClose called once the reader closes the stream before its end */
    ReceivedBody(Runnable onClose) {
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        Objects.checkFromIndexSize(offset, wanted, into.length);
        if (wanted == 0) {
            return 0;
        }
        int count;
        Runnable task;
        lock.lock();
        try {
            while (length == 0 && !over) {
                changed.await();
            }
            if (length == 0 && failure != null) {
                throw new StreamResetException(failure.code(), String.valueOf(failure.getMessage()));
            } else if (length == 0) {
                return -1;
            }
            count = Math.min(wanted, Math.min(length, BUFFER_BYTES - position));
            System.arraycopy(buffer, position, into, offset, count);
            position = (position + count) % BUFFER_BYTES;
            length -= count;
            changed.signalAll();
            task = roomTask;
            roomTask = null;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.run();
        }
        return count;
    }

    /** Wants no more of the answer, as a client that closes its connection. */
    @Override
    public void close() {
        Runnable task;
        boolean early;
        lock.lock();
        try {
            early = !over && !closed;
            closed = true;
            changed.signalAll();
            task = roomTask;
            roomTask = null;
        } finally {
            lock.unlock();
        }
        if (task != null) {
            task.run();
        }
        if (early) {
            onClose.run();
        }
    }

    @Override
    public int room() throws IOException {
        lock.lock();
        try {
            requireOpen();
            return BUFFER_BYTES - length;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new StreamResetException(ErrorCode.ASKER_GONE.wireName(), "the client is gone");
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        lock.lock();
        try {
            while (left > 0) {
                requireOpen();
                int at = (position + length) % BUFFER_BYTES;
                int fitting = Math.min(left, Math.min(BUFFER_BYTES - length, BUFFER_BYTES - at));
                System.arraycopy(bytes, from, buffer, at, fitting);
                length += fitting;
                from += fitting;
                left -= fitting;
                changed.signalAll();
                if (fitting == 0) {
                    changed.await();
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while the client takes nothing");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void onRoom(Runnable task) {
        lock.lock();
        try {
            if (length == BUFFER_BYTES && !closed) {
                roomTask = task;
                return;
            }
        } finally {
            lock.unlock();
        }
        task.run();
    }

    @Override
    public void end() {
        finish(null);
    }

    @Override
    public void fail(ErrorCode code, String reason) {
        finish(new StreamResetException(code.wireName(), "the answer has broken off: " + reason));
    }

    private void finish(@Nullable StreamResetException thrown) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = thrown;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
