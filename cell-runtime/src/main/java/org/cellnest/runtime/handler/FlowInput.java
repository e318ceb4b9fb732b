package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cellnest.cell.StreamResetException;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body while it comes; a read waits for it. Nothing comes before the first read. The bytes that wait here are
 * at most those of the window.
 *
 * <p>One thread at a time reads; the rest is for any thread.
 */
final class FlowInput extends InputStream implements FlowReceiver {
    static final int WINDOW = 64 << 10;
    /** The bytes that are used up at most before the flow knows. */
    private static final int REPORTED = 8 << 10;

    private static final byte[] NOTHING = {};

    private final RequestFlow flow;
    private final Execution execution;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Under the lock.
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private boolean ended;
    private @Nullable StreamResetException broken;
    // Of the reading thread.
    private boolean opened;
    private byte[] current = NOTHING;
    private int position;
    private int unreported;
    private long readBytes;
    private long maxBytes = Long.MAX_VALUE;

    private final byte[] one = new byte[1];

    FlowInput(RequestFlow flow, Execution execution) {
        this.flow = flow;
        this.execution = execution;
    }

    /**
     * Bounds the body; before the first read.
     *
     * @throws org.cellnest.cell.Problem with status 413, if a longer one is announced
     */
    void limit(long bytes) {
        if (flow.length() > bytes) {
            throw BindingErrors.tooLong(bytes);
        }
        maxBytes = bytes;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads bytes.
     *
     * @throws StreamResetException if the body has broken off, or the request is cancelled
     * @throws org.cellnest.cell.Problem with status 413, if the body is too long
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!opened) {
            opened = true;
            execution.onBodyOpened();
            flow.receive(this, WINDOW);
        }
        if (position == current.length) {
            byte[] next = next();
            if (next == null) {
                return -1;
            }
            current = next;
            position = 0;
            readBytes += next.length;
            if (readBytes > maxBytes) {
                close();
                throw BindingErrors.tooLong(maxBytes);
            }
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, count);
        position += count;
        unreported += count;
        if (position == current.length || unreported >= REPORTED) {
            flow.used(unreported);
            unreported = 0;
        }
        return count;
    }

    @Override
    public int available() {
        return current.length - position;
    }

    /** Wants no more of the body. */
    @Override
    public void close() {
        if (breakOff(new StreamResetException(ErrorCode.NOT_READ.wireName(), "the stream has been closed"))) {
            flow.stop(ErrorCode.NOT_READ, "");
        }
    }

    /** Ends reading, since the answer is complete. */
    void end() {
        boolean unused = breakOff(new StreamResetException(
                ErrorCode.NOT_READ.wireName(), "the answer is complete (expected: reading before that)"));
    }

    private byte @Nullable [] next() throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            while (pieces.isEmpty() && !ended && broken == null) {
                changed.await();
            }
            if (broken != null) {
                throw new StreamResetException(broken.code(), String.valueOf(broken.getMessage()));
            }
            return pieces.poll();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private IOException interrupted() {
        return execution.cancelled()
                ? new StreamResetException(ErrorCode.ASKER_GONE.wireName(), "the request was cancelled")
                : new InterruptedIOException("interrupted while waiting for the body of a request");
    }

    @Override
    public void onBytes(byte[] piece) {
        lock.lock();
        try {
            if (broken == null) {
                pieces.add(piece);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEnd() {
        execution.onBodyEnded();
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onBroken(ErrorCode code, String reason) {
        boolean unused = breakOff(new StreamResetException(
                code.wireName(),
                "the body of the request has broken off: " + code.wireName()
                        + (reason.isEmpty() ? "" : ", " + Text.shown(reason))));
    }

    /** Has reads throw from now on; false if they do already. */
    private boolean breakOff(StreamResetException reason) {
        lock.lock();
        try {
            if (broken != null) {
                return false;
            }
            broken = reason;
            pieces.clear();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
