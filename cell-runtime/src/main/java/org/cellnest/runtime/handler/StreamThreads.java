package org.cellnest.runtime.handler;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what reads or writes bodies that flow, and so may wait for a client: each in a virtual thread, or in a bounded
 * pool where the JVM has none. Thread-safe.
 */
final class StreamThreads {
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);

    private final DeploymentThreads threads;
    private final int most;
    private final @Nullable WorkerPool<Runnable> pool;
    private final AtomicInteger busy = new AtomicInteger();

    /**
     * Creates threads, none of which has started.
     *
     * @param pooled whether to use a pool
     * @param most the size of the pool
     */
    StreamThreads(DeploymentThreads threads, boolean pooled, int most, LongSupplier nanoClock) {
        this.threads = threads;
        this.most = most;
        this.pool = pooled
                ? new WorkerPool<>(threads, Runnable::run, (done, next) -> {}, most, most, IDLE_NS, nanoClock)
                : null;
    }

    /** Runs a task in a thread of its own; false if there is none. */
    boolean tryExecute(Runnable task) {
        if (pool != null && busy.incrementAndGet() > most) {
            busy.decrementAndGet();
            return false;
        }
        try {
            if (pool == null) {
                threads.execute(task);
                return true;
            }
            if (pool.submit(List.of(() -> run(task))) == 1) {
                return true;
            }
        } catch (RejectedExecutionException e) {
            return false; // closed
        }
        busy.decrementAndGet();
        return false;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            busy.decrementAndGet();
        }
    }

    /** Takes nothing more. */
    void close() {
        if (pool != null) {
            pool.close(false);
        }
    }

    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        return pool == null || pool.awaitEnd(timeoutNs);
    }
}
