package org.cellnest.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream that has been silent for too long: its connection may have died without a word, as when a laptop slept. Its
 * reader then finds the end of the stream. Owns one thread until it is closed.
 */
final class SilenceWatch implements Closeable {
    private final Closeable stream;
    private final long mostNs;
    private final ScheduledExecutorService timer;
    private volatile long heardNs = System.nanoTime();

    SilenceWatch(Closeable stream, Duration most) {
        this.stream = stream;
        this.mostNs = most.toNanos();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "nest-silence-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, mostNs / 4, mostNs / 4, TimeUnit.NANOSECONDS);
    }

    /** Something was heard. Any thread. */
    void heard() {
        heardNs = System.nanoTime();
    }

    private void look() {
        if (System.nanoTime() - heardNs > mostNs) {
            closeStream();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            // It was given up because it is broken.
            heard();
        }
    }

    /** Ends the watch and closes the stream. */
    @Override
    public void close() {
        timer.shutdownNow();
        closeStream();
    }
}
