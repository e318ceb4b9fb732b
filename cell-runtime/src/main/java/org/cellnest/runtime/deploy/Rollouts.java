package org.cellnest.runtime.deploy;

import java.nio.file.Files;
import java.util.Set;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.SourceSelection.Choice;
import org.cellnest.runtime.deploy.jar.FatalErrors;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces versions. Has each deployment loaded from its chosen source, passes the result to {@link Deployments}, and
 * falls back to the next source if one fails. For the deploying thread alone.
 */
final class Rollouts implements Deployments.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private final Inventory inventory;
    private final Candidates candidates;
    private final LastGood lastGood;
    private final LastGoodKeeper keeper;
    private final LoadAttempts attempts;
    private final LoadQueue loadQueue;
    private final Deployments deployments;
    private final DeployListener listener;
    private final long stopLimitNs;
    private final Retries retries = new Retries();

    /** @param stopLimitNs the time for which a prepared version waits for its predecessor to stop */
    Rollouts(
            Inventory inventory,
            LastGood lastGood,
            LoadAttempts attempts,
            LoadQueue loadQueue,
            Deployments deployments,
            DeployListener listener,
            long stopLimitNs) {
        this.inventory = inventory;
        this.candidates = inventory.candidates();
        this.lastGood = lastGood;
        this.keeper = new LastGoodKeeper(lastGood, candidates);
        this.attempts = attempts;
        this.loadQueue = loadQueue;
        this.deployments = deployments;
        this.listener = listener;
        this.stopLimitNs = stopLimitNs;
    }

    // ---- reasons to choose a source

    /** Chooses for a deployment to which something has happened. An error of one deployment stays its own. */
    void onChanged(String name) {
        try {
            choose(name);
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrowFatal(e);
            LOG.error("{}: not deployed", name, e);
            candidates.named(name).forEach(candidate -> inventory.onFailure(candidate.file(), "not deployed: " + e));
        }
    }

    /** Reloads deployments whose private copy was deleted, since they cannot load further classes. */
    void reloadLostCopies() {
        for (DeploymentSlot slot : deployments.slots()) {
            AnnouncedVersion announced = slot.announced();
            if (announced != null && !Files.exists(announced.deployment().copy().jar()) && slot.onCopyGone()) {
                LOG.warn("{}: its private copy is gone; it is loaded again", announced.deployment());
                onChanged(slot.name());
            }
        }
    }

    /** Tries again the deployments that failed for want of something, such as room, which may be there now. */
    void retry(long nowNs) {
        for (String name : retries.due(nowNs)) {
            DeploymentSlot slot = deployments.existing(name);
            if (slot == null || !slot.sources().forgetPassing()) {
                retries.forget(name);
                continue;
            }
            LOG.debug("{}: tried again", name);
            onChanged(name);
        }
    }

    /** Tries rejected sources of all other deployments again, which the change of some may have made acceptable. */
    void retryRejected(Set<String> changed) {
        for (DeploymentSlot slot : deployments.slots()) {
            if (!changed.contains(slot.name()) && slot.sources().forgetRejections()) {
                choose(slot.name());
            }
        }
    }

    /** Keeps last good versions that could not be kept before. */
    void keepAgain() {
        deployments.slots().forEach(keeper::keepAgain);
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
            retryRejected(Set.of(name));
        } else if (choice instanceof Choice.Keep) {
            slot.abandonLoad();
        } else if (choice instanceof Choice.Load load) {
            LoadAttempt attempt = attempts.newAttempt(slot, load.source(), conf, kept);
            slot.load(attempt);
            loadQueue.add(attempt);
        }
        deployments.onChosen(slot);
    }

    /** Chooses after a source was rejected; the last good version may be next. */
    private void chooseAgain(DeploymentSlot slot) {
        choose(slot.name());
        if (slot.announced() == null && slot.attempt() == null) {
            deployments.giveUp(slot);
        }
    }

    // ---- attempts and their results

    /**
     * Starts the attempts that may run, and gives up those that take too long. Returns whether a prepared version waits
     * for its predecessor to stop.
     */
    boolean onTurn(long nowNs) {
        boolean waiting = startPrepared(nowNs);
        for (LoadAttempt late : loadQueue.onTurn(nowNs)) {
            long limitS = Deployer.LOAD_LIMIT_NS / 1_000_000_000L;
            LOG.warn("{}: still loading after {} s and given up", late.name(), limitS);
            reject(
                    late,
                    LoadAttempt.Failure.of("its constructors, setup and start hooks took longer than " + limitS + " s"),
                    nowNs);
        }
        return waiting;
    }

    /** Starts each prepared version whose predecessor has stopped, or has had the time for that. */
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

    /** Whether no attempt waits or runs. */
    boolean isIdle() {
        return loadQueue.isIdle();
    }

    /** Notes that an attempt waits until the previous version has stopped. */
    void onPrepared(LoadAttempt attempt, Prepared prepared, long nowNs) {
        loadQueue.onEnd(attempt);
        DeploymentSlot slot = deployments.existing(attempt.name());
        if (slot == null || !slot.isLoading(attempt)) {
            prepared.discard();
            return;
        }
        attempt.onPrepared(prepared, nowNs);
        deployments.stop(slot);
    }

    void onLoaded(LoadAttempt attempt, Deployment deployment) {
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
    }

    void onFailed(LoadAttempt attempt, LoadAttempt.Failure failure, long nowNs) {
        loadQueue.onEnd(attempt);
        reject(attempt, failure, nowNs);
    }

    private void reject(LoadAttempt attempt, LoadAttempt.Failure failure, long nowNs) {
        DeploymentSlot slot = deployments.existing(attempt.name());
        if (slot == null || !slot.isLoading(attempt)) {
            return;
        }
        slot.abandonLoad();
        if (failure.passing()) {
            retries.onFailed(slot.name(), nowNs);
        }
        slot.sources().reject(attempt.source(), failure.passing());
        if (attempt.source() instanceof DirectoryFile origin) {
            reportFailure(origin.file(), failure.reason(), failure.cause());
        } else {
            LOG.warn("{}: the last good version does not load: {}", slot.name(), failure.reason());
        }
        chooseAgain(slot);
    }

    private void reportFailure(FileStamp file, String reason, @Nullable Throwable cause) {
        inventory.onFailure(file, reason);
        if (inventory.isPresent(file)) {
            listener.onFailed(file.fileName(), reason, cause);
        }
    }

    // ---- verdicts of routers

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
        keeper.keep(slot, deployment, origin);
    }

    @Override
    public void onRefused(DeploymentSlot slot, Source source, String reason) {
        if (source instanceof DirectoryFile origin) {
            reportFailure(origin.file(), reason, null);
        }
        if (slot.announced() == null) {
            chooseAgain(slot);
        }
    }
}
