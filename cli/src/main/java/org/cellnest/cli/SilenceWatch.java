package org.cellnest.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Closes a stream that has received no data for too long. Its connection may have died without a notification, for
 * example while a laptop slept. The reader then finds the end of the stream. Owns one thread until it is closed.
 */
final class SilenceWatch implements Closeable {
    private final Closeable stream;
    private final Duration most;
    private final LongSupplier nanoClock;
    private final Thread watcher;
    private volatile long heardNs;
    private volatile boolean gaveUp;

    /**
     * Starts a watch.
     *
     * @param most the longest time without data
     * @param nanoClock a monotonic clock
     */
    SilenceWatch(Closeable stream, Duration most, LongSupplier nanoClock) {
        this.stream = stream;
        this.most = most;
        this.nanoClock = nanoClock;
        this.heardNs = nanoClock.getAsLong();
        this.watcher = new Thread(this::watch, "nest-silence-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Records that data was received. Any thread. */
    void heard() {
        heardNs = nanoClock.getAsLong();
    }

    /** Whether the watch has closed the stream, whose end is then none. Any thread. */
    boolean hasGivenUp() {
        return gaveUp;
    }

    private void watch() {
        try {
            while (nanoClock.getAsLong() - heardNs <= most.toNanos()) {
                Thread.sleep(Math.max(1, most.toMillis() / 4));
            }
            gaveUp = true; // before the reader finds the end
            closeStream();
        } catch (InterruptedException e) {
            // There is nothing left to watch.
            Thread.currentThread().interrupt();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            // It was given up because it is broken, and is not read again.
            heard();
        }
    }

    /** Ends the watch and closes the stream. */
    @Override
    public void close() {
        watcher.interrupt();
        closeStream();
    }
}
