package org.cellnest.runtime.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.cellnest.runtime.deploy.jar.PrivateCopy;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.GuestThreads;
import org.cellnest.runtime.handler.HandlerExecutor;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.runtime.handler.HandlerTable;
import org.cellnest.transport.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one loaded version of a jar: its class loader, methods, threads and private copy, all of which are released
 * together. {@link #enter} and {@link #exit} may be called by any thread, {@link #close} once by a thread that may
 * wait, the rest by the deploying thread.
 */
public final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final long THREAD_PATIENCE_MS = 2_000;
    private static final int CLOSING = Integer.MIN_VALUE;

    private final DeploymentInfo info;
    private final boolean stopFirst;
    private final PrivateCopy copy;
    private final CellClassLoader loader;
    private final DeploymentContext context;
    private final HandlerExecutor executor;
    private final ClosedLoaders loaders;
    private final Clock clock;
    private final AtomicInteger running = new AtomicInteger();
    private final OpenStreams streams = new OpenStreams();

    private List<HandlerMethod> methods = List.of();
    private List<RouteInfo> routes = List.of();
    private DeploymentState state = DeploymentState.LOADED;
    private boolean served;

    Deployment(
            DeploymentInfo info,
            boolean stopFirst,
            PrivateCopy copy,
            CellClassLoader loader,
            DeploymentContext context,
            HandlerExecutor executor,
            ClosedLoaders loaders,
            Clock clock) {
        this.info = info;
        this.stopFirst = stopFirst;
        this.copy = copy;
        this.loader = loader;
        this.context = context;
        this.executor = executor;
        this.loaders = loaders;
        this.clock = clock;
    }

    /** Sets the methods that were built from its classes, and numbers them; once, before any other thread sees it. */
    void setTable(HandlerTable table, AtomicInteger nextRoute) {
        methods = table.methods();
        int first = nextRoute.getAndAdd(methods.size());
        List<RouteInfo> infos = new ArrayList<>();
        for (HandlerMethod method : methods) {
            infos.add(method.routeInfo(name(), first + infos.size()));
        }
        routes = List.copyOf(infos);
    }

    /** Returns the name, which is the same for the same deployment in other cells. */
    public String name() {
        return info.name();
    }

    /** Admits a request. Returns false if the deployment is closing; the request then has to go elsewhere. */
    public boolean enter() {
        if (running.incrementAndGet() > 0) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    /** Ends a request that was admitted; its final answer is on the way. */
    public void exit() {
        running.decrementAndGet();
    }

    /** Returns the number of the first route; the others follow. 0 without routes. */
    public int firstRoute() {
        return routes.isEmpty() ? 0 : routes.get(0).number();
    }

    /** Returns the method of a route. */
    public HandlerMethod method(int route) {
        return methods.get(route - firstRoute());
    }

    /** Returns the executor of the methods. */
    public HandlerExecutor executor() {
        return executor;
    }

    /** Returns the bodies that flow to and from its handlers. */
    public OpenStreams streams() {
        return streams;
    }

    /** Returns the number of requests that have entered and not left. */
    int running() {
        return Math.max(0, running.get());
    }

    DeploymentInfo info() {
        return info;
    }

    /** Whether the version has to stop before its successor starts. */
    boolean stopFirst() {
        return stopFirst;
    }

    List<RouteInfo> routes() {
        return routes;
    }

    ClassLoader loader() {
        return loader;
    }

    PrivateCopy copy() {
        return copy;
    }

    DeploymentState state() {
        return state;
    }

    void become(DeploymentState next, String reason) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(this + ": " + state + " -> " + next + " (" + reason + ")");
        }
        LOG.debug("{}: {} -> {}: {}", this, state, next, reason);
        state = next;
    }

    /** Records that the version serves. Returns whether that is the first time. */
    boolean onServing() {
        boolean first = !served;
        served = true;
        return first;
    }

    /** Refuses further requests if none is running. Returns whether that was so. */
    boolean shutIfIdle() {
        return running.compareAndSet(0, CLOSING);
    }

    /** Refuses further requests, even if some are running. */
    void shut() {
        running.getAndUpdate(count -> count < 0 ? count : count + CLOSING);
    }

    /**
     * Breaks off bodies that still flow, runs the close hooks, ends the threads, and releases everything, so that the
     * deployment's classes can be collected. Takes as long as the hooks do, and a few seconds at most for threads that do
     * not end.
     */
    void close() {
        streams.close();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            context.close();
        } finally {
            thread.setContextClassLoader(before);
        }
        executor.close(Duration.ZERO);
        List<String> alive = GuestThreads.end(loader, THREAD_PATIENCE_MS, clock);
        if (!alive.isEmpty()) {
            LOG.warn("{}: threads that do not end keep it in memory: {}", this, String.join(", ", alive));
        }
        loaders.close(loader, label(), executor);
        copy.delete();
    }

    /** Returns name, version and file for people. */
    private String label() {
        return this + " (" + info.meta().getOrDefault("file", "") + ")";
    }

    @Override
    public String toString() {
        return info.version().isEmpty() ? info.name() : info.name() + " " + info.version();
    }
}
