package org.cellnest.runtime.deploy;

import java.util.Set;
import java.util.concurrent.Executor;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;

/**
 * Runs the turns of the deploying thread: reads the deploy directory, has changes rolled out, and publishes the
 * deployments with the reports on them. For the deploying thread alone; other threads use its {@link DeployerProxy}.
 */
final class Deployer implements Agent {
    /** The longest time for constructing a deployment. */
    static final long LOAD_LIMIT_NS = 60_000_000_000L;

    /** The interval at which a revision is repeated for routers that refuse a part of it. */
    static final long ASK_AGAIN_NS = 10_000_000_000L;

    /** The time for close hooks that a version which is to stop has beside the drain time. */
    static final long STOP_MARGIN_NS = 15_000_000_000L;

    /** The longest time for which jars that are slow to load delay the first registration. */
    static final long FIRST_LOADS_NS = 10_000_000_000L;

    private static final long WATCHFUL_NS = 20_000_000L;
    private static final int MAX_LOADS = 4;

    private final DeployerProxy proxy = new DeployerProxy();
    private final WorkDirectory work;
    private final RegistrationBoard board;
    private final Inventory inventory;
    private final RetiringDeployments retiringDeployments;
    private final TroubleReports reports;
    private final Deployments deployments;
    private final Rollouts rollouts;
    private final long scanIntervalNs;

    private final long startedNs;
    private long nextLookNs;
    private long nextAskNs;
    private boolean settled;

    Deployer(
            DeployDirectory directory,
            WorkDirectory work,
            DeploymentLoader loader,
            ClosedLoaders closed,
            RegistrationBoard board,
            DeploySettings settings,
            DeployListener listener,
            Executor threads,
            Clock clock) {
        this.work = work;
        this.board = board;
        LastGood lastGood = new LastGood(work.good());
        FailureFiles failures = new FailureFiles(directory.path(), settings.cellId());
        this.inventory = new Inventory(directory, lastGood, failures, listener, clock);
        this.retiringDeployments = new RetiringDeployments(board, threads, settings.drainNs());
        this.reports = new TroubleReports(failures, closed, clock);
        this.deployments = new Deployments(
                board,
                retiringDeployments,
                new DeploymentBound(board, settings.concurrency(), settings.sharedConcurrency()),
                reports::all);
        this.rollouts = new Rollouts(
                inventory,
                lastGood,
                new LoadAttempts(directory, loader, proxy),
                new LoadQueue(threads, MAX_LOADS, LOAD_LIMIT_NS),
                deployments,
                listener,
                settings.drainNs() + STOP_MARGIN_NS);
        this.scanIntervalNs = settings.scanIntervalNs();
        this.startedNs = clock.nanoTime();
        this.nextLookNs = startedNs;
        this.nextAskNs = startedNs + ASK_AGAIN_NS;
    }

    /** Sets the callback that ends the wait between two turns. */
    void wakeBy(Runnable waker) {
        proxy.wakeBy(waker);
        board.onViewChange(waker);
    }

    /** Returns the commands that other threads may give. Any thread. */
    DeployerProxy proxy() {
        return proxy;
    }

    /** Returns the deployments, of which other threads may use {@link Deployments#routes} alone while turns go on. */
    Deployments deployments() {
        return deployments;
    }

    @Override
    public long doWork(long nowNs) {
        proxy.deliverResults(rollouts, nowNs);
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + scanIntervalNs;
            look(nowNs);
        }
        boolean waiting = rollouts.onTurn(nowNs);
        Set<String> began = deployments.onTurn(nowNs, rollouts);
        if (!began.isEmpty()) {
            rollouts.retryRejected(began);
        }
        askAgain(nowNs);
        long nextReportNs = reports.onTurn(deployments.all(), nowNs);
        // Late in the turn, so that the revision of this turn includes them.
        proxy.deliverCommands(this);
        if (reports.pollChanged()) {
            deployments.announceAgain();
        }
        settled = settled || isSettled(nowNs);
        if (settled) {
            deployments.publish();
        }
        boolean watchful = !retiringDeployments.isEmpty() || waiting || !settled;
        long nextNs = nextReportNs - nextLookNs < 0 ? nextReportNs : nextLookNs;
        return watchful ? Math.min(nextNs, nowNs + WATCHFUL_NS) : nextNs;
    }

    private void look(long nowNs) {
        // Choosing begins once all changes are known, by deployment: a renamed file is one change.
        inventory.look(nowNs).forEach(rollouts::onChanged);
        work.restoreIfGone();
        rollouts.reloadLostCopies();
        rollouts.retry(nowNs);
    }

    private void askAgain(long nowNs) {
        if (nowNs - nextAskNs >= 0) {
            nextAskNs = nowNs + ASK_AGAIN_NS;
            if (deployments.isAnyRefused()) {
                deployments.announceAgain();
            }
            rollouts.keepAgain();
        }
    }

    /** Whether the first jars are loaded, or have had their time. */
    private boolean isSettled(long nowNs) {
        return (inventory.looks() > 1 && rollouts.isIdle() && !proxy.hasResults())
                || nowNs - startedNs > FIRST_LOADS_NS;
    }

    /** Announces all deployments under a new revision. */
    void onAnnounceAgain() {
        deployments.announceAgain();
    }

    /** Reports a deployment that ends the process. */
    void onExit(GuestExit exiting) {
        reports.onExit(exiting);
    }

    @Override
    public void onClose() {
        deployments.slots().forEach(DeploymentSlot::abandonLoad);
    }
}
