package org.cellnest.runtime.deploy.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cellnest.transport.Clock;
import org.cellnest.transport.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuestThreadsTest {
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private final ClassLoader loader = new ClassLoader("guest", null) {};
    private final CountDownLatch release = new CountDownLatch(1);
    private final ManualClock manual = new ManualClock();

    @AfterEach
    void release() {
        release.countDown();
    }

    @Test
    void endsTheThreadsOfALoaderAndNoOther() throws InterruptedException {
        Thread guest = start("guest", loader, GuestThreadsTest::untilInterrupted);
        Thread other = start("other", new ClassLoader("other", null) {}, this::untilReleased);
        assertEquals(List.of(), GuestThreads.end(loader, HOUR_MS, manual));
        assertFalse(guest.isAlive());
        assertFalse(other.isInterrupted());
    }

    /** A clock that reads an hour more each time: the first thread uses up the patience for both. */
    @Test
    void sharesItsPatienceAmongAllThreads() {
        start("stubborn-1", loader, this::untilReleased);
        start("stubborn-2", loader, this::untilReleased);
        Clock hours = new Clock() {
            @Override
            public long nanoTime() {
                return manual.advanceMs(HOUR_MS);
            }

            @Override
            public long epochMillis() {
                return manual.epochMillis();
            }
        };
        Set<String> alive = new TreeSet<>(GuestThreads.end(loader, HOUR_MS, hours));
        assertEquals(Set.of("stubborn-1", "stubborn-2"), alive);
    }

    private static void untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
    }

    private void untilReleased() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // Ignored, as by code of a cell that does not end.
            }
        }
    }

    private static Thread start(String name, ClassLoader loader, Runnable code) {
        Thread thread = new Thread(code, name);
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
