package org.cellnest.runtime.deploy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.SourceSelection.Choice;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.FatalErrors;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploying thread's work: has what is new in the {@link Inventory} loaded, and keeps {@link Deployments}, the reports
 * and the last good versions in step with what comes of it.
 */
final class Deployer implements Agent, LoadAttempt.Outcome, Deployments.Listener {
    /** How long constructing a deployment may take. */
    static final long LOAD_LIMIT_NS = 60_000_000_000L;

    /** How often routers that refuse something are asked again. */
    static final long ASK_AGAIN_NS = 10_000_000_000L;

    /** Beside the drain time, how long a version that is to stop may take with its close hooks. */
    static final long STOP_MARGIN_NS = 15_000_000_000L;

    /** Jars that are slow to load hold up the first registration for no longer than this. */
    static final long FIRST_LOADS_NS = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
    private static final long WATCHFUL_NS = 20_000_000L;
    private static final int MAX_EVENTS = 64;
    private static final int MAX_LOADS = 4;

    private final DeployDirectory directory;
    private final LastGood lastGood;
    private final FailureFiles failures;
    private final Inventory inventory;
    private final Candidates candidates;
    private final DeploymentLoader loader;
    private final DeployListener listener;
    private final RegistrationBoard board;
    private final RetiringDeployments retiringDeployments;
    private final StuckReports stuck;
    private final FullReports full;
    private final ClosedLoaders closed;
    private final Deployments deployments;
    private final LoadQueue loadQueue;
    private final Retries retries = new Retries();
    private final WorkDirectory work;
    private final Clock clock;
    private final long scanIntervalNs;
    private final long stopLimitNs;
    private final BlockingQueue<Runnable> events = new ArrayBlockingQueue<>(MAX_EVENTS);

    private final long startedNs;
    private long nextLookNs;
    private long nextAskNs;
    private boolean settled;
    private final AtomicBoolean announceWished = new AtomicBoolean();
    private volatile Runnable wake = () -> {};
    private volatile @Nullable JarFailure exit;

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
        this.directory = directory;
        this.listener = listener;
        this.work = work;
        this.lastGood = new LastGood(work.good());
        this.failures = new FailureFiles(directory.path(), settings.cellId());
        this.inventory = new Inventory(directory, lastGood, failures, listener, clock);
        this.candidates = inventory.candidates();
        this.loader = loader;
        this.board = board;
        this.retiringDeployments = new RetiringDeployments(board, threads, settings.drainNs());
        this.clock = clock;
        this.stuck = new StuckReports(clock);
        this.full = new FullReports(clock);
        this.closed = closed;
        this.deployments = new Deployments(
                board,
                retiringDeployments,
                new DeploymentBound(board, settings.concurrency(), settings.sharedConcurrency()),
                this::reports,
                this);
        this.loadQueue = new LoadQueue(threads, MAX_LOADS, LOAD_LIMIT_NS);
        this.stopLimitNs = settings.drainNs() + STOP_MARGIN_NS;
        this.scanIntervalNs = settings.scanIntervalNs();
        this.startedNs = clock.nanoTime();
        this.nextLookNs = startedNs;
        this.nextAskNs = startedNs + ASK_AGAIN_NS;
    }

    /** What ends the wait between two turns; to be set before the first. */
    void onWake(Runnable waker) {
        wake = waker;
        board.onViewChange(waker);
    }

    Deployments deployments() {
        return deployments;
    }

    /** Somebody wishes for a new revision. Any thread. */
    void onAnnounceAgain() {
        announceWished.set(true);
        wake.run();
    }

    @Override
    public long doWork(long nowNs) {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + scanIntervalNs;
            // Names rather than files are judged, once all that changed is known: a renamed file is one change.
            inventory.look(nowNs).forEach(this::chooseAlone);
            work.restoreIfGone();
            deployments.slots().forEach(this::copyAgain);
            retries.due(nowNs).forEach(this::retry);
        }
        boolean waiting = startPrepared(nowNs);
        for (LoadAttempt late : loadQueue.onTurn(nowNs)) {
            LOG.warn("{}: still loading after {} s and given up", late.name(), LOAD_LIMIT_NS / 1_000_000_000L);
            fail(
                    late,
                    "its constructors, setup and start hooks took longer than " + LOAD_LIMIT_NS / 1_000_000_000L + " s",
                    null,
                    false);
        }
        Set<String> began = deployments.onTurn(nowNs);
        if (!began.isEmpty()) {
            tryRejectedAgain(began);
        }
        askAgain(nowNs);
        long nextStuckNs = stuck.onTurn(deployments.all(), nowNs);
        boolean failuresChanged = failures.pollChanged();
        boolean stuckChanged = stuck.pollChanged();
        full.onTurn(deployments.all(), nowNs);
        boolean fullChanged = full.pollChanged();
        closed.onTurn(nowNs);
        boolean leaksChanged = closed.pollChanged();
        if (announceWished.getAndSet(false) || failuresChanged || stuckChanged || fullChanged || leaksChanged) {
            deployments.announceAgain();
        }
        settled = settled
                || (inventory.looks() > 1 && loadQueue.isIdle() && events.isEmpty())
                || nowNs - startedNs > FIRST_LOADS_NS;
        if (settled) {
            deployments.publish();
        }
        boolean watchful = !retiringDeployments.isEmpty() || waiting || !settled;
        long nextNs = nextStuckNs - nextLookNs < 0 ? nextStuckNs : nextLookNs;
        return watchful ? Math.min(nextNs, nowNs + WATCHFUL_NS) : nextNs;
    }

    /** A deployment ends the process. Any thread. */
    void onExit(GuestExit exiting) {
        exit = new JarFailure("", exiting.deployment(), exiting.reason(), clock.epochMillis());
        announceWished.set(true);
        wake.run();
    }

    /** Lists the reports for routers: troubles of deployments that serve, then files that do not, then leaks. */
    private List<JarFailure> reports() {
        List<JarFailure> reports = new ArrayList<>(stuck.troubles());
        reports.addAll(full.troubles());
        JarFailure exiting = exit;
        if (exiting != null) {
            reports.add(exiting);
        }
        reports.addAll(failures.failures());
        reports.addAll(closed.troubles());
        return reports;
    }

    /** Chooses, and holds to the deployment alone whatever is wrong with it. */
    private void chooseAlone(String name) {
        try {
            choose(name);
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrowFatal(e);
            LOG.error("{}: not deployed", name, e);
            candidates.named(name).forEach(candidate -> inventory.onFailure(candidate.file(), "not deployed: " + e));
        }
    }

    private void choose(String name) {
        DeploymentSlot slot = deployments.existing(name);
        if (slot == null) {
            if (!candidates.holds(name)) {
                return;
            }
            slot = deployments.slot(name);
        }
        Candidates.Conf conf = candidates.conf(name);
        LastGood.Kept kept = lastGood.kept(name);
        Choice choice = slot.choose(
                candidates.named(name), conf == null ? null : conf.file(), kept == null ? null : kept.fileName());
        if (choice instanceof Choice.Remove) {
            deployments.remove(slot);
            lastGood.forget(name);
            tryRejectedAgain(Set.of(name));
        } else if (choice instanceof Choice.Keep) {
            slot.abandonLoad();
        } else if (choice instanceof Choice.Load load) {
            slot.load(newAttempt(slot, load.source(), preparation(name, load.source(), conf, kept)));
        }
        deployments.onChosen(slot);
    }

    private LoadAttempt.Preparation preparation(
            String name, Source source, Candidates.@Nullable Conf conf, LastGood.@Nullable Kept kept) {
        if (!(source instanceof DirectoryFile origin)) {
            LastGood.Kept from = Objects.requireNonNull(kept);
            return () -> loader.prepare(name, from.jar(), from.fileName(), from.conf(), () -> true);
        }
        FileStamp settings = origin.conf();
        if (settings != null && settings.isTroubled()) {
            return () -> {
                throw new DeploymentException("settings of " + settings.fileName() + ": " + settings.trouble());
            };
        }
        FileStamp file = origin.file();
        String text = conf == null ? "" : conf.text();
        return () -> loader.prepare(
                name, directory.resolve(file), file.fileName(), text, () -> directory.isUnchanged(file));
    }

    private LoadAttempt newAttempt(DeploymentSlot slot, Source source, LoadAttempt.Preparation preparation) {
        AnnouncedVersion announced = slot.announced();
        boolean stopFirst = announced != null && announced.deployment().stopFirst();
        LoadAttempt attempt = new LoadAttempt(slot.name(), source, stopFirst, preparation, loader::start, this);
        loadQueue.add(attempt);
        return attempt;
    }

    @Override
    public void onPrepared(LoadAttempt attempt, Prepared prepared) {
        post(() -> {
            loadQueue.onEnd(attempt);
            DeploymentSlot slot = deployments.existing(attempt.name());
            if (slot == null || !slot.isLoading(attempt)) {
                prepared.discard();
                return;
            }
            attempt.onPrepared(prepared, clock.nanoTime());
            deployments.stop(slot);
        });
    }

    /** Lets those start whose predecessors have stopped, or have had the time for that. Returns whether any go on waiting. */
    private boolean startPrepared(long nowNs) {
        boolean waiting = false;
        for (DeploymentSlot slot : deployments.slots()) {
            LoadAttempt attempt = slot.attempt();
            if (attempt == null || !attempt.isPrepared() || loadQueue.isWaiting(attempt)) {
                continue;
            }
            boolean late = nowNs - attempt.startedNs() > stopLimitNs;
            if (late) {
                LOG.warn("{}: the version before has not stopped; its successor starts all the same", slot.name());
            }
            if (late || !deployments.isStopping(slot.name())) {
                loadQueue.add(attempt);
            } else {
                waiting = true;
            }
        }
        return waiting;
    }

    @Override
    public void onLoaded(LoadAttempt attempt, Deployment deployment) {
        post(() -> {
            loadQueue.onEnd(attempt);
            DeploymentSlot slot = deployments.existing(attempt.name());
            if (slot == null || !slot.isLoading(attempt)) {
                deployments.discard(deployment);
                return;
            }
            slot.onLoaded();
            if (attempt.source().equals(Source.LAST_GOOD)) {
                LOG.warn("{}: the last good version serves, since the present jar does not", deployment);
            }
            deployments.swap(slot, deployment, attempt.source());
        });
    }

    @Override
    public void onFailed(LoadAttempt attempt, String reason, @Nullable Throwable cause, boolean passing) {
        post(() -> {
            loadQueue.onEnd(attempt);
            fail(attempt, reason, cause, passing);
        });
    }

    private void post(Runnable event) {
        try {
            events.put(event);
            wake.run();
        } catch (InterruptedException e) {
            // The attempt was overtaken while it waited; what it has to say must be heard all the same.
            boolean taken = events.offer(event);
            Thread.currentThread().interrupt();
            LOG.debug("interrupted while reporting, heard: {}", taken);
        }
    }

    private void fail(LoadAttempt attempt, String reason, @Nullable Throwable cause, boolean passing) {
        DeploymentSlot slot = deployments.existing(attempt.name());
        if (slot == null || !slot.isLoading(attempt)) {
            return;
        }
        slot.abandonLoad();
        if (passing) {
            retries.onFailed(slot.name(), clock.nanoTime());
        }
        slot.sources().reject(attempt.source(), passing);
        if (attempt.source() instanceof DirectoryFile origin) {
            onFailed(origin.file(), reason, cause);
        } else {
            LOG.warn("{}: the last good version does not load: {}", slot.name(), reason);
        }
        chooseAgain(slot);
    }

    /** Tries again the files that failed for want of something, which may be there now. */
    private void retry(String name) {
        DeploymentSlot slot = deployments.existing(name);
        if (slot == null || !slot.sources().forgetPassing()) {
            retries.forget(name);
            return;
        }
        LOG.debug("{}: tried again", name);
        chooseAlone(name);
    }

    /** A deployment whose private copy was deleted cannot load what it has not loaded yet. */
    private void copyAgain(DeploymentSlot slot) {
        AnnouncedVersion announced = slot.announced();
        if (announced != null && !Files.exists(announced.deployment().copy().jar()) && slot.onCopyGone()) {
            LOG.warn("{}: its private copy is gone; it is loaded again", announced.deployment());
            chooseAlone(slot.name());
        }
    }

    /** Chooses anew after a choice that is no good; the last good version may be next. */
    private void chooseAgain(DeploymentSlot slot) {
        choose(slot.name());
        if (slot.announced() == null && slot.attempt() == null) {
            deployments.giveUp(slot);
        }
    }

    @Override
    public void onServing(DeploymentSlot slot, Deployment deployment, Source source) {
        if (!(source instanceof DirectoryFile origin)) {
            return;
        }
        retries.forget(slot.name());
        FileStamp file = origin.file();
        inventory.onSuccess(file, deployment.copy().digest());
        if (inventory.isPresent(file)) {
            listener.onServing(file.fileName(), deployment.routes());
        }
        keep(slot, deployment, origin);
    }

    /** The last good version could not be kept when it began to serve, for want of room perhaps, or was deleted. */
    private void keepAgain(DeploymentSlot slot) {
        AnnouncedVersion announced = slot.announced();
        if (announced != null
                && announced.source() instanceof DirectoryFile origin
                && !origin.file().isTroubled()
                && announced.isServing()
                && (!slot.isKept() || lastGood.kept(slot.name()) == null)) {
            keep(slot, announced.deployment(), origin);
        }
    }

    private void keep(DeploymentSlot slot, Deployment deployment, DirectoryFile origin) {
        Candidates.Conf conf = candidates.conf(slot.name());
        // With settings that came later it has not been seen to serve.
        if (Objects.equals(conf == null ? null : conf.file(), origin.conf())) {
            String text = conf == null ? "" : conf.text();
            slot.onKept(lastGood.keep(slot.name(), origin.file().fileName(), deployment.copy(), text));
        }
    }

    @Override
    public void onRefused(DeploymentSlot slot, Source source, String reason) {
        if (source instanceof DirectoryFile origin) {
            onFailed(origin.file(), reason, null);
        }
        if (slot.announced() == null) {
            chooseAgain(slot);
        }
    }

    private void onFailed(FileStamp file, String reason, @Nullable Throwable cause) {
        inventory.onFailure(file, reason);
        if (inventory.isPresent(file)) {
            listener.onFailed(file.fileName(), reason, cause);
        }
    }

    /** A deployment has changed, so what failed before may do now. */
    private void tryRejectedAgain(Set<String> changed) {
        for (DeploymentSlot slot : deployments.slots()) {
            if (!changed.contains(slot.name()) && slot.sources().forgetRejections()) {
                choose(slot.name());
            }
        }
    }

    private static boolean isRefused(DeploymentSlot slot) {
        AnnouncedVersion announced = slot.announced();
        return announced != null && announced.refusal() != null;
    }

    private void askAgain(long nowNs) {
        if (nowNs - nextAskNs >= 0) {
            nextAskNs = nowNs + ASK_AGAIN_NS;
            if (deployments.slots().stream().anyMatch(Deployer::isRefused)) {
                deployments.announceAgain();
            }
            deployments.slots().forEach(this::keepAgain);
        }
    }

    @Override
    public void onClose() {
        deployments.slots().forEach(DeploymentSlot::abandonLoad);
    }
}
