package org.cellnest.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Runs transfers on threads of its own. Closing it interrupts those that still run. One thread. */
final class Transfers implements AutoCloseable {
    /** A rate below that of any target that makes progress. */
    private static final long MIN_BYTES_PER_SECOND = 1 << 20;

    private static final long GRACE_S = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bench-transfer");
        thread.setDaemon(true);
        return thread;
    });
    private final Target target;
    private final LongAdder bytes = new LongAdder();
    private final List<Future<?>> running = new ArrayList<>();

    private Transfers(Target target) {
        this.target = target;
    }

    /** Runs a transfer of this size against a target, and returns the nanoseconds that it took. */
    static long run(Transfer transfer, Target target, long bytes) throws IOException, InterruptedException {
        try (Transfers transfers = new Transfers(target)) {
            long part = bytes / transfer.connections();
            long startNs = System.nanoTime();
            for (int i = 0; i < transfer.connections(); i++) {
                transfers.start(() -> transfers.once(transfer.isUpload(), part));
            }
            transfers.await(startNs + TimeUnit.SECONDS.toNanos(GRACE_S + bytes / MIN_BYTES_PER_SECOND));
            return System.nanoTime() - startNs;
        } catch (IOException e) {
            throw new IOException(transfer.id() + ", " + target.name() + ": " + e.getMessage(), e);
        }
    }

    /** Begins downloads of this size that follow each other without a pause until {@link #close}. */
    static Transfers downloads(int connections, Target target, long bytes) {
        Transfers transfers = new Transfers(target);
        for (int i = 0; i < connections; i++) {
            transfers.start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    transfers.once(false, bytes);
                }
            });
        }
        return transfers;
    }

    /** A task that may fail. */
    private interface Task {
        void run() throws IOException;
    }

    private void start(Task task) {
        running.add(threads.submit(() -> {
            task.run();
            return null;
        }));
    }

    private void once(boolean upload, long length) throws IOException {
        try (TransferClient client = TransferClient.connect(target.port(), bytes)) {
            if (upload) {
                client.upload(length);
            } else {
                client.download(length);
            }
        }
    }

    /** Returns the bytes of all bodies so far. */
    long bytes() {
        return bytes.sum();
    }

    /** Throws an exception if a transfer has failed. */
    void requireHealthy() throws IOException, InterruptedException {
        for (Future<?> each : running) {
            if (each.isDone()) {
                await(each, 0);
            }
        }
    }

    private void await(long deadlineNs) throws IOException, InterruptedException {
        for (Future<?> each : running) {
            await(each, Math.max(0, deadlineNs - System.nanoTime()));
        }
    }

    private static void await(Future<?> transfer, long ns) throws IOException, InterruptedException {
        try {
            transfer.get(ns, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("a transfer makes no progress", e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(GRACE_S, TimeUnit.SECONDS)) {
                throw new IOException(target.name() + ": a transfer does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
