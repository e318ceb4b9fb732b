package org.cellnest.runtime.handler;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Starts the threads of one deployment: virtual ones if the JVM has them. Thread-safe. */
final class DeploymentThreads implements Executor {
    static {
        // One thread of the JDK serves the timeouts of all stages. It starts when first asked for one, and would belong
        // to
        // the cell that asks, and hold it for ever.
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS, Runnable::run));
    }

    private final String deployment;
    private final ClassLoader loader;
    private final ThreadGroup group;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Thread> live = ConcurrentHashMap.newKeySet();
    private final @Nullable ExecutorService virtual = VirtualThreads.newExecutor();

    DeploymentThreads(String deployment, ClassLoader loader) {
        this.deployment = deployment;
        this.loader = loader;
        this.group = new ThreadGroup("cell-" + deployment);
    }

    ThreadGroup group() {
        return group;
    }

    /** Returns the threads that have started and not ended. */
    List<Thread> live() {
        return List.copyOf(live);
    }

    /** Whether the JVM has virtual threads. */
    boolean areVirtual() {
        return virtual != null;
    }

    @Override
    public void execute(Runnable worker) {
        String name = "cell-" + deployment + "-" + count.incrementAndGet();
        if (virtual != null) {
            virtual.execute(() -> {
                Thread.currentThread().setName(name);
                Thread.currentThread().setContextClassLoader(loader);
                run(worker);
            });
            return;
        }
        Thread thread = new Thread(group, () -> run(worker), name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    private void run(Runnable worker) {
        live.add(Thread.currentThread());
        try {
            worker.run();
        } finally {
            live.remove(Thread.currentThread());
        }
    }

    /** Stops starting threads. */
    void close() {
        if (virtual != null) {
            virtual.shutdown();
        }
    }
}
