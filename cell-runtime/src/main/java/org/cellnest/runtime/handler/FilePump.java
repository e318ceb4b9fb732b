package org.cellnest.runtime.handler;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the files of all answers of a cell: two threads take the answers that have room by turns, a piece of each.
 * Thread-safe; an answer that waits for its client holds no thread.
 */
public final class FilePump {
    private static final int THREADS = 2;
    private static final int PIECE_BYTES = 64 << 10;
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);

    private final WorkerPool<FileBody> pool;
    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[PIECE_BYTES]);

    private FilePump(Executor starter) {
        // Bounded by the answers that flow: none is in the queue twice but for a cancel.
        this.pool = new WorkerPool<>(
                starter, this::send, (done, next) -> {}, THREADS, Integer.MAX_VALUE, IDLE_NS, System::nanoTime);
    }

    /** Returns a pump without threads yet; its threads belong to the caller's thread group. */
    public static FilePump create() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        AtomicInteger count = new AtomicInteger();
        return new FilePump(worker -> {
            Thread thread = new Thread(group, worker, "cell-files-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(FilePump.class.getClassLoader());
            thread.start();
        });
    }

    private void send(FileBody body) {
        body.send(buffers.get());
    }

    /** Has a piece of a file sent, after those that wait already. */
    void add(FileBody body) {
        pool.submit(List.of(body));
    }
}
