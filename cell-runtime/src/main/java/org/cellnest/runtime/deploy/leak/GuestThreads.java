package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.transport.Clock;

/**
 * Finds the threads of a deployment: those whose context class loader is its own. A thread inherits it from the one
 * that starts it, and every thread that runs a cell's code for the nest has it set. Stateless.
 */
public final class GuestThreads {
    private GuestThreads() {}

    /**
     * Interrupts the threads of a loader and waits for them.
     *
     * @param patienceMs for all of them together
     * @return the names of threads that live on
     */
    public static List<String> end(ClassLoader loader, long patienceMs, Clock clock) {
        List<Thread> threads = of(loader);
        threads.forEach(Thread::interrupt);
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        List<String> alive = new ArrayList<>();
        for (Thread thread : threads) {
            try {
                long leftMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(untilNs - clock.nanoTime()));
                thread.join(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                alive.add(thread.getName());
            }
        }
        return alive;
    }

    private static List<Thread> of(ClassLoader loader) {
        List<Thread> own = new ArrayList<>();
        for (Thread thread : all()) {
            if (thread != Thread.currentThread() && thread.getContextClassLoader() == loader) {
                own.add(thread);
            }
        }
        return own;
    }

    /** Lists all live threads, except virtual ones, which the JVM does not list. */
    static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[Math.max(64, 2 * root.activeCount())];
        int count = root.enumerate(threads, true);
        return List.of(Arrays.copyOf(threads, count));
    }
}
