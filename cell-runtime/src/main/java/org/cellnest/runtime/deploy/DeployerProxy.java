package org.cellnest.runtime.deploy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues commands and load results for the deploying thread, and wakes it. Any thread may call the commands; {@link
 * Deployer} alone calls the {@code deliver} methods, which run the queued items on its thread.
 */
final class DeployerProxy implements LoadAttempt.Results {
    private static final Logger LOG = LoggerFactory.getLogger(DeployerProxy.class);
    private static final int MAX_RESULTS = 64;

    /** A load result on its way to the deploying thread. */
    @FunctionalInterface
    private interface Result {
        void deliver(Rollouts rollouts, long nowNs);
    }

    private final BlockingQueue<Result> results = new ArrayBlockingQueue<>(MAX_RESULTS);
    private final AtomicBoolean announceAgain = new AtomicBoolean();
    private final AtomicReference<@Nullable GuestExit> exit = new AtomicReference<>();
    private volatile Runnable waker = () -> {};

    /** Sets the callback that ends the deploying thread's wait between two turns. */
    void wakeBy(Runnable callback) {
        waker = callback;
    }

    // ---- commands; any thread

    /** Requests a new revision, whether or not anything has changed. */
    void announceAgain() {
        announceAgain.set(true);
        waker.run();
    }

    /** Requests a report of a deployment that ends the process. */
    void reportExit(GuestExit exiting) {
        exit.set(exiting);
        waker.run();
    }

    @Override
    public void reportPrepared(LoadAttempt attempt, Prepared prepared) {
        put((rollouts, nowNs) -> rollouts.onPrepared(attempt, prepared, nowNs));
    }

    @Override
    public void reportLoaded(LoadAttempt attempt, Deployment deployment) {
        put((rollouts, nowNs) -> rollouts.onLoaded(attempt, deployment));
    }

    @Override
    public void reportFailed(LoadAttempt attempt, LoadAttempt.Failure failure) {
        put((rollouts, nowNs) -> rollouts.onFailed(attempt, failure, nowNs));
    }

    /** Waits while the queue is full. */
    private void put(Result result) {
        try {
            results.put(result);
        } catch (InterruptedException e) {
            // An attempt is interrupted when it is overtaken. Its result has to arrive all the same, to be discarded.
            boolean taken = results.offer(result);
            Thread.currentThread().interrupt();
            LOG.debug("interrupted while reporting, heard: {}", taken);
        }
        waker.run();
    }

    // ---- the deploying thread

    boolean hasResults() {
        return !results.isEmpty();
    }

    /** Passes on the load results that have arrived. */
    void deliverResults(Rollouts rollouts, long nowNs) {
        for (Result result = results.poll(); result != null; result = results.poll()) {
            result.deliver(rollouts, nowNs);
        }
    }

    /** Passes on the commands; several of one kind count as one. */
    void deliverCommands(Deployer deployer) {
        if (announceAgain.getAndSet(false)) {
            deployer.onAnnounceAgain();
        }
        GuestExit exiting = exit.getAndSet(null);
        if (exiting != null) {
            deployer.onExit(exiting);
        }
    }
}
