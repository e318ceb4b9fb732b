package org.cellnest.runtime.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/** An answer's body on its way to a test, which gives room for it. */
final class FakeReplyFlow implements ReplyFlow {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch over = new CountDownLatch(1);
    private long room;
    private boolean gone;
    private boolean ended;
    private int flushes;
    private @Nullable String failure;
    private @Nullable Runnable onRoom;

    FakeReplyFlow(long room) {
        this.room = room;
    }

    void give(long more) {
        Runnable task;
        synchronized (this) {
            room += more;
            notifyAll();
            task = onRoom;
            onRoom = null;
        }
        if (task != null) {
            task.run();
        }
    }

    /** The client is gone. */
    void leave() {
        synchronized (this) {
            gone = true;
        }
        give(0);
    }

    @Override
    public synchronized int room() throws IOException {
        if (gone) {
            throw new IOException("gone");
        }
        return (int) Math.min(room, Integer.MAX_VALUE);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int fits = Math.min(left, room());
            if (fits == 0) {
                try {
                    notifyAll();
                    wait();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted");
                }
            }
            bytes.write(from, at, fits);
            room -= fits;
            at += fits;
            left -= fits;
        }
        notifyAll();
    }

    @Override
    public synchronized void flush() throws IOException {
        flushes++;
        int unused = room();
        notifyAll();
    }

    @Override
    public void onRoom(Runnable task) {
        boolean now;
        synchronized (this) {
            now = room > 0 || gone;
            onRoom = now ? null : task;
            notifyAll();
        }
        if (now) {
            task.run();
        }
    }

    @Override
    public synchronized void end() {
        if (over.getCount() > 0) {
            ended = true;
            over.countDown();
        }
    }

    @Override
    public synchronized void fail(ErrorCode code, String reason) {
        if (over.getCount() > 0) {
            failure = code.wireName() + ": " + reason;
            over.countDown();
        }
    }

    /** Waits until so many bytes have been written. */
    synchronized void awaitBytes(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (bytes.size() < count && System.nanoTime() < deadline) {
            wait(100);
        }
        if (bytes.size() < count) {
            throw new AssertionError(bytes.size() + " bytes (expected: " + count + ")");
        }
    }

    synchronized boolean isWaitedFor() {
        return onRoom != null;
    }

    synchronized int flushes() {
        return flushes;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Waits for the end; returns "end", or the failure. */
    String outcome() throws InterruptedException {
        if (!over.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no end of the body");
        }
        synchronized (this) {
            return ended ? "end" : String.valueOf(failure);
        }
    }
}
