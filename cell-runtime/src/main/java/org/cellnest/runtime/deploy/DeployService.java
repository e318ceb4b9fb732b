package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.CollectionSentinel;
import org.cellnest.runtime.deploy.leak.JvmRegistries;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and closes the deploying thread, and gives other threads access to its deployments. Thread-safe. */
public final class DeployService implements AutoCloseable {
    /** The longest chain of class loaders, made by code of a deployment, that is followed upwards. */
    private static final int MAX_PARENTS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DeployService.class);
    private static final long CLOSE_LIMIT_MS = 10_000;

    private final WorkDirectory work;
    private final Deployer deployer;
    private final ClosedLoaders closed;
    private final AgentRunner runner;
    private final Clock clock;

    private DeployService(
            WorkDirectory work, Deployer deployer, ClosedLoaders closed, AgentRunner runner, Clock clock) {
        this.work = work;
        this.deployer = deployer;
        this.closed = closed;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Starts to watch the directory, which is made if it is not there.
     *
     * @param board receives the announcements
     * @param listener receives the fate of each file
     * @param onFailure receives, on the deploying thread, the exception that ended the thread
     * @throws IOException if the deploy or the work directory cannot be made or locked; the message names it
     */
    public static DeployService start(
            DeploySettings settings,
            RegistrationBoard board,
            DeployListener listener,
            Clock clock,
            Consumer<Throwable> onFailure)
            throws IOException {
        DeployDirectory directory = new DeployDirectory(settings.directory());
        WorkDirectory work;
        try {
            Files.createDirectories(directory.path());
            work = WorkDirectory.open(settings.workDirectory(), directory.path());
        } catch (IOException e) {
            throw new IOException(IoReasons.of(e), e);
        }
        ClosedLoaders closed = new ClosedLoaders(new JvmRegistries(), clock, CollectionSentinel::make);
        DeploymentLoader loader = new DeploymentLoader(work, settings, clock, closed);
        AtomicInteger threads = new AtomicInteger();
        Deployer deployer = new Deployer(
                directory,
                work,
                loader,
                closed,
                board,
                settings,
                listener,
                task -> newThread(task, threads.incrementAndGet()),
                clock);
        AgentRunner runner = AgentRunner.start("deployer", deployer, clock, () -> {}, onFailure);
        deployer.wakeBy(runner::wake);
        return new DeployService(work, deployer, closed, runner, clock);
    }

    private static void newThread(Runnable task, int number) {
        Thread thread = new Thread(task, "deploy-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the name of the deployment that a class loader or one above it belongs to, or null. Any thread. */
    public static @Nullable String deploymentOf(ClassLoader loader) {
        ClassLoader next = loader;
        for (int i = 0; i < MAX_PARENTS && next != null; i++) {
            if (next instanceof CellClassLoader cell) {
                return cell.getName();
            }
            next = next.getParent();
        }
        return null;
    }

    /** Returns the index of deployments by route number. */
    public RouteIndex routes() {
        return deployer.deployments().routes();
    }

    /** Returns the number of class loaders of closed deployments that are still in memory. */
    public int closedLoaders() {
        return closed.closed();
    }

    /** Returns the number of such class loaders that a collection of classes has spared. */
    public int leakedLoaders() {
        return closed.leaked();
    }

    /** Requests that the deploying thread announce everything again soon, under a new revision. */
    public void announceAgain() {
        deployer.proxy().announceAgain();
    }

    /**
     * Finds a deployment whose code is ending the JVM, for a process that has to stop and does not know why. The next
     * announcement reports it. Any thread.
     *
     * @return a sentence for people, null if no deployment ends the JVM
     */
    public @Nullable String whoExits() {
        GuestExit exit = GuestExit.find(routes());
        if (exit == null) {
            return null;
        }
        LOG.error("{}, with the stack {}", exit, String.join(" < ", exit.stack()));
        deployer.proxy().reportExit(exit);
        return exit.toString();
    }

    /**
     * Closes all deployments, running their hooks, and deletes the private copies. To be called after the last
     * request. Takes about 15 seconds at most, regardless of the hooks.
     */
    @Override
    public void close() {
        runner.close();
        List<Thread> closers = new ArrayList<>();
        for (Deployment deployment : deployer.deployments().all()) {
            deployment.shut();
            Thread closer = new Thread(deployment::close, "close-" + deployment.name());
            closer.setDaemon(true);
            closer.start();
            closers.add(closer);
        }
        awaitAll(closers);
        try {
            work.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be left tidy: {}", work.path(), e.toString());
        }
    }

    private void awaitAll(List<Thread> closers) {
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_LIMIT_MS);
        for (Thread closer : closers) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(closer, Math.max(1, untilNs - clock.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (closer.isAlive()) {
                LOG.warn("{} goes on after {} ms and is left behind", closer.getName(), CLOSE_LIMIT_MS);
            }
        }
    }
}
