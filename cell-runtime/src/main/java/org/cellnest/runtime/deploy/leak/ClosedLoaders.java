package org.cellnest.runtime.deploy.leak;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.cellnest.runtime.handler.HandlerExecutor;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the class loaders of deployments, and watches them until they are collected. A loader has leaked if a
 * collection of classes spares it after it has been closed for {@value #REST_S} s. The log and a report for routers
 * name it once, with its known holders. Causes no collection itself. {@link #close} and the counts are for any thread,
 * the rest for the deploying thread.
 */
public final class ClosedLoaders {
    /** The time that a closed deployment has to end its threads and requests. */
    static final int REST_S = 30;

    /** The maximum number of loaders watched; the oldest beyond it are dropped. */
    static final int MAX_WATCHED = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ClosedLoaders.class);
    private static final long REST_NS = TimeUnit.SECONDS.toNanos(REST_S);
    private static final int MAX_HOLDERS = 5;

    /** A weak reference to a closed loader. */
    private static final class Closed extends WeakReference<CellClassLoader> {
        private final String deployment;
        private final String what;
        private final WeakReference<HandlerExecutor> executor;
        private final long sinceNs;
        private final long sinceMs;
        private boolean leaked;

        private Closed(
                CellClassLoader loader,
                String what,
                @Nullable HandlerExecutor executor,
                Clock clock,
                ReferenceQueue<CellClassLoader> collected) {
            super(loader, collected);
            this.deployment = String.valueOf(loader.getName());
            this.what = what;
            this.executor = new WeakReference<>(executor);
            this.sinceNs = clock.nanoTime();
            this.sinceMs = clock.epochMillis();
        }

        /** Marks the loader as leaked, since a collection of classes has spared it. */
        private void onLeaked() {
            leaked = true;
        }
    }

    private final JvmRegistries registries;
    private final Clock clock;
    private final Supplier<? extends BooleanSupplier> sentinels;
    private final ReferenceQueue<CellClassLoader> collected = new ReferenceQueue<>();
    private final Queue<Closed> arrivals = new ConcurrentLinkedQueue<>();
    private final Set<Closed> watched = new LinkedHashSet<>();
    private final Map<String, JarFailure> toldByDeployment = new TreeMap<>();
    private @Nullable BooleanSupplier sentinel;
    private long sentinelNs;
    private boolean changed;
    private volatile int closedCount;
    private volatile int leakedCount;

    /** @param sentinels makes sentinels, which are true once the JVM has collected classes since they were made */
    public ClosedLoaders(JvmRegistries registries, Clock clock, Supplier<? extends BooleanSupplier> sentinels) {
        this.registries = registries;
        this.clock = clock;
        this.sentinels = sentinels;
    }

    /**
     * Removes a loader's objects from registries of the JVM, and closes the loader, which must not be used afterwards.
     *
     * @param what deployment, version and file, for people
     * @param executor the executor of its handlers, or null
     */
    public void close(CellClassLoader loader, String what, @Nullable HandlerExecutor executor) {
        registries.takeBack(loader);
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("{}: its jars cannot be closed: {}", what, e.toString());
        }
        arrivals.add(new Closed(loader, what, executor, clock, collected));
    }

    /** Examines which loaders have been collected. */
    public void onTurn(long nowNs) {
        for (Closed closed = arrivals.poll(); closed != null; closed = arrivals.poll()) {
            watched.add(closed);
        }
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            if (gone instanceof Closed closed && watched.remove(closed)) {
                onCollected(closed);
            }
        }
        forgetOldest();
        BooleanSupplier present = sentinel;
        if (present == null) {
            if (watched.stream().anyMatch(closed -> isSuspect(closed, nowNs))) {
                sentinel = sentinels.get();
                sentinelNs = nowNs;
            }
        } else if (present.getAsBoolean()) {
            sentinel = null;
            List<Closed> spared = watched.stream()
                    .filter(closed -> isSuspect(closed, sentinelNs))
                    .toList();
            spared.forEach(this::onSpared);
        }
        closedCount = watched.size();
        leakedCount = (int) watched.stream().filter(closed -> closed.leaked).count();
    }

    private static boolean isSuspect(Closed closed, long nowNs) {
        return !closed.leaked && nowNs - closed.sinceNs >= REST_NS;
    }

    private void forgetOldest() {
        while (watched.size() > MAX_WATCHED) {
            Closed oldest = watched.iterator().next();
            watched.remove(oldest);
        }
    }

    private void onSpared(Closed closed) {
        CellClassLoader loader = closed.get();
        if (loader == null) {
            return; // collected; the queue has it soon
        }
        closed.onLeaked();
        changed = true;
        String held = held(loader, closed.executor.get());
        long others = watched.stream()
                .filter(other -> other != closed && other.leaked && other.deployment.equals(closed.deployment))
                .count();
        String reason = closed.what + " was closed and stays in memory; " + held
                + (others == 0 ? "" : "; " + others + " more before it");
        LOG.warn("{}", reason);
        toldByDeployment.put(closed.deployment, new JarFailure("", closed.deployment, reason, closed.sinceMs));
    }

    private String held(CellClassLoader loader, @Nullable HandlerExecutor executor) {
        Set<String> holders = new LinkedHashSet<>(registries.holdersOf(loader));
        if (executor != null) {
            // The JVM lists no virtual threads.
            executor.threads().forEach(thread -> holders.add("thread " + thread.getName() + HoldingThreads.at(thread)));
        }
        if (holders.isEmpty()) {
            return "what holds it is not known (a heap dump shows the path to its class loader)";
        }
        List<String> some = new ArrayList<>(holders);
        int more = some.size() - MAX_HOLDERS;
        return "held by "
                + String.join(", ", some.subList(0, Math.min(MAX_HOLDERS, some.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private void onCollected(Closed closed) {
        if (!closed.leaked) {
            return;
        }
        LOG.info("{}: no longer in memory", closed.what);
        boolean more = watched.stream().anyMatch(other -> other.leaked && other.deployment.equals(closed.deployment));
        // What was told stays as it is until none is left, so that routers hear of each leak once.
        if (!more) {
            changed |= toldByDeployment.remove(closed.deployment) != null;
        }
    }

    /** Returns whether {@link #troubles} has changed since the last call. */
    public boolean pollChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Returns a report for each deployment with leaked versions, on the latest of them. */
    public List<JarFailure> troubles() {
        return List.copyOf(toldByDeployment.values());
    }

    /** Returns the number of loaders that are closed and not collected yet. */
    public int closed() {
        return closedCount;
    }

    /** Returns the number of closed loaders that have leaked. */
    public int leaked() {
        return leakedCount;
    }
}
