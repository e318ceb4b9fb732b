package org.cellnest.runtime.deploy;

import java.time.Duration;
import java.util.List;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.cellnest.runtime.deploy.leak.GuestThreads;
import org.cellnest.runtime.deploy.leak.SharedThreads;
import org.cellnest.runtime.handler.HandlerExecutor;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.transport.Clock;

/**
 * Runs a deployment of a {@link ClassPathCell} for its tests. It is set up, started and closed like a deployment from
 * a jar, but no router knows it. {@link #start} and {@link #close} run code of the cell in the caller's thread, one
 * call each; the rest is for any thread.
 */
public final class ClassPathDeployment {
    private static final long THREAD_PATIENCE_MS = 1_000;

    private final ClassLoader loader;
    private final DeploymentContext context;
    private final HandlerExecutor executor;
    private final List<HandlerMethod> methods;
    private final Clock clock;

    private ClassPathDeployment(
            ClassLoader loader,
            DeploymentContext context,
            HandlerExecutor executor,
            List<HandlerMethod> methods,
            Clock clock) {
        this.loader = loader;
        this.context = context;
        this.executor = executor;
        this.methods = methods;
        this.clock = clock;
    }

    /**
     * Sets a cell up, constructs its route classes, and starts it.
     *
     * @param concurrency the most requests that run at a time
     * @param maxReplyBytes the largest REPLY record
     * @param clock for the deadlines of requests and the limits of close
     * @throws DeploymentException for the cell's author, as a jar's would fail; nothing is left behind
     */
    public static ClassPathDeployment start(ClassPathCell cell, int concurrency, int maxReplyBytes, Clock clock)
            throws DeploymentException {
        String name = cell.deployment();
        if (!FileNames.DEPLOYMENT_NAME.matcher(name).matches()) {
            throw new DeploymentException(
                    "deployment name " + name + " (expected: " + FileNames.DEPLOYMENT_NAME_EXPECTED + ")");
        }
        SharedThreads.prepare();
        // A loader of its own, though it loads nothing: by it the threads of the cell are told from all others.
        ClassLoader loader = new ClassLoader("cell-" + name, cell.loader()) {};
        HandlerExecutor executor = new HandlerExecutor(name, concurrency, concurrency, loader, clock::nanoTime);
        DeploymentContext context = new DeploymentContext(name, cell.cellId(), cell.settings(), executor.tasks());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            List<HandlerMethod> methods = cell.classes()
                    .start(context, cell.instancesByType(), maxReplyBytes, clock::nanoTime)
                    .methods();
            return new ClassPathDeployment(loader, context, executor, methods, clock);
        } catch (Throwable e) { // whatever it is, the cell's author is told
            thread.setContextClassLoader(before);
            Leftovers unused = new ClassPathDeployment(loader, context, executor, List.of(), clock).close();
            throw new DeploymentException(LoadErrors.of(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Returns the route methods. */
    public List<HandlerMethod> methods() {
        return methods;
    }

    /** Returns the executor of the route methods. */
    public HandlerExecutor executor() {
        return executor;
    }

    /**
     * Lists hooks and threads that did not end well.
     *
     * @param failures the exceptions of close hooks
     * @param threads names of threads of the cell that live on, though interrupted; virtual ones have no names here
     */
    public record Leftovers(List<Throwable> failures, List<String> threads) {}

    /** Runs the close hooks, cancels what still runs, and ends the threads; waits some seconds at most for these. */
    public Leftovers close() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        List<Throwable> failures;
        thread.setContextClassLoader(loader);
        try {
            failures = context.close();
        } finally {
            thread.setContextClassLoader(before);
        }
        boolean handlersEnded = executor.close(Duration.ZERO);
        List<String> threads = GuestThreads.end(loader, THREAD_PATIENCE_MS, clock);
        return new Leftovers(
                List.copyOf(failures),
                threads.isEmpty() && !handlersEnded ? List.of("those of route methods") : List.copyOf(threads));
    }
}
