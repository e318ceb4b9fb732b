package org.cellnest.process.logging;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Owns a thread that flushes the access log twice a second, so that the last lines are readable while traffic is quiet.
 */
final class AccessLogFlusher implements Runnable {
    private static final long INTERVAL_MS = 500;

    private final FlushableFileAppender appender;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private AccessLogFlusher(FlushableFileAppender appender) {
        this.appender = appender;
    }

    static AccessLogFlusher start(FlushableFileAppender appender) {
        AccessLogFlusher flusher = new AccessLogFlusher(appender);
        Thread thread = new Thread(flusher, "access-log-flush");
        thread.setDaemon(true);
        thread.start();
        return flusher;
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                appender.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
        appender.flush();
    }
}
