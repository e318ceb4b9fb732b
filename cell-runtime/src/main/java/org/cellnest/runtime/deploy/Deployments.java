package org.cellnest.runtime.deploy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the deployments that serve, and replaces one by another. The new version is announced; once every router has
 * accepted it, the old one retires. If a router refuses the new version, the old one is announced again. For the
 * deploying thread alone, except {@link #routes}.
 */
final class Deployments {
    /** Receives the fate of announced versions. Called during {@link #onTurn}. */
    interface Listener {
        /** Reports that a router has accepted the version and none refuses it. */
        void onServing(DeploymentSlot slot, Deployment deployment, Source source);

        /** Reports that a router refuses the version made from {@code source}. */
        void onRefused(DeploymentSlot slot, Source source, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final int MAX_STANDBY_SHOWN = 8;

    private final Map<String, DeploymentSlot> slotsByName = new TreeMap<>();
    private final List<Deployment> dropped = new ArrayList<>();
    private final RegistrationBoard board;
    private final RetiringDeployments retiringDeployments;
    private final DeploymentBound bound;
    private final Supplier<List<JarFailure>> failures;

    private long revision;
    /** Whether a new revision is due; initially true, so that a cell without jars registers too. */
    private boolean changed = true;

    private volatile RouteIndex routes = RouteIndex.EMPTY;

    /** @param failures lists the reports to announce beside the deployments */
    Deployments(
            RegistrationBoard board,
            RetiringDeployments retiringDeployments,
            DeploymentBound bound,
            Supplier<List<JarFailure>> failures) {
        this.board = board;
        this.retiringDeployments = retiringDeployments;
        this.bound = bound;
        this.failures = failures;
    }

    /** Returns the index of deployments by route number, including those that retire. Any thread. */
    RouteIndex routes() {
        return routes;
    }

    DeploymentSlot slot(String name) {
        return slotsByName.computeIfAbsent(name, DeploymentSlot::new);
    }

    @Nullable
    DeploymentSlot existing(String name) {
        return slotsByName.get(name);
    }

    Collection<DeploymentSlot> slots() {
        return List.copyOf(slotsByName.values());
    }

    /** Replaces the announced version, if there is one, by a loaded one at the next {@link #publish}. */
    void swap(DeploymentSlot slot, Deployment loaded, Source source) {
        AnnouncedVersion announced = slot.announced();
        if (announced != null) {
            Deployment before = announced.deployment();
            if (before.state() == DeploymentState.SERVING) {
                retireFallback(slot);
                slot.keepFallback();
            } else {
                dropped.add(before);
            }
            before.become(DeploymentState.RETIRING, "replaced by " + loaded);
        }
        slot.install(loaded, source);
        changed = true;
    }

    /**
     * Stops the announced version, so that its resources are free for its successor. Its routes stay announced, as
     * paused, so that routers let requests wait for the successor.
     */
    void stop(DeploymentSlot slot) {
        AnnouncedVersion announced = slot.announced();
        if (announced == null) {
            return;
        }
        Deployment stopping = announced.deployment();
        LOG.info("{}: stops before its successor starts", stopping);
        retireFallback(slot);
        stopping.become(DeploymentState.RETIRING, "stops before its successor starts");
        slot.pause();
        drop(stopping);
    }

    /** Whether some version of a deployment is retiring. */
    boolean isStopping(String name) {
        return dropped.stream().anyMatch(deployment -> deployment.name().equals(name))
                || retiringDeployments.holds(name);
    }

    /** Withdraws the routes of a version that was stopped and has no successor left. */
    void giveUp(DeploymentSlot slot) {
        if (slot.endPause()) {
            LOG.warn("{}: nothing serves in place of what was stopped", slot.name());
            changed = true;
        }
    }

    /** Retires a version with the next revision, which announces it no more. */
    private void drop(Deployment deployment) {
        dropped.add(deployment);
        changed = true;
    }

    /** Closes a loaded version that was overtaken before it was announced. */
    void discard(Deployment loaded) {
        loaded.become(DeploymentState.RETIRING, "overtaken while it was loaded");
        retiringDeployments.add(loaded, 0);
    }

    /** Removes a deployment that has no file in the directory any more. */
    void remove(DeploymentSlot slot) {
        LOG.info("{}: removed", slot.name());
        slot.abandonLoad();
        AnnouncedVersion announced = slot.announced();
        if (announced != null) {
            announced.deployment().become(DeploymentState.RETIRING, "its jar is gone");
            drop(announced.deployment());
        }
        retireFallback(slot);
        slotsByName.remove(slot.name());
        changed = true;
    }

    /** Announces a deployment again if other files than before stand by. */
    void onChosen(DeploymentSlot slot) {
        changed |= slot.announced() != null && !slot.standby().equals(slot.announcedStandby());
    }

    /** Announces everything again, so that routers decide once more on deployments they refused. */
    void announceAgain() {
        changed = true;
    }

    /** Whether some router refuses an announced version. */
    boolean isAnyRefused() {
        return slotsByName.values().stream()
                .map(DeploymentSlot::announced)
                .anyMatch(announced -> announced != null && announced.isRefused());
    }

    /** Publishes a new revision on the board if anything has changed. */
    void publish() {
        if (!changed) {
            return;
        }
        changed = false;
        revision++;
        List<DeploymentInfo> infos = new ArrayList<>();
        List<RouteInfo> routeInfos = new ArrayList<>();
        for (DeploymentSlot slot : slotsByName.values()) {
            AnnouncedVersion announced = slot.announced();
            if (announced == null) {
                DeploymentSlot.Paused paused = slot.paused();
                if (paused != null) {
                    infos.add(paused.info());
                    routeInfos.addAll(paused.routes());
                }
                continue;
            }
            if (!announced.isPublished()) {
                announced.deployment().become(DeploymentState.ANNOUNCED, "revision " + revision);
                slot.onPublished(revision);
            }
            announceStandby(slot, announced.deployment());
            infos.add(info(slot, announced));
            routeInfos.addAll(announced.deployment().routes());
        }
        for (Deployment deployment : dropped) {
            retiringDeployments.add(deployment, revision);
        }
        dropped.clear();
        routes = RouteIndex.of(reachable());
        int most = bound.onPublish(infos.size(), revision);
        bound.apply(all());
        board.publish(new Announcement(revision, infos, routeInfos, failures.get(), most));
    }

    private static void announceStandby(DeploymentSlot slot, Deployment deployment) {
        List<String> standby = slot.standby();
        if (!standby.isEmpty() && !standby.equals(slot.announcedStandby())) {
            LOG.info("{}: standing by: {}", deployment, String.join(", ", standby));
        }
        slot.announceStandby(standby);
    }

    private static DeploymentInfo info(DeploymentSlot slot, AnnouncedVersion announced) {
        DeploymentInfo info = announced.deployment().info();
        Map<String, String> meta = new TreeMap<>(info.meta());
        List<String> standby = slot.announcedStandby();
        if (!standby.isEmpty()) {
            // A slash is in no file's name.
            meta.put("standby", standby.stream().limit(MAX_STANDBY_SHOWN).collect(Collectors.joining("/")));
        }
        FileStamp conf = announced.source() instanceof DirectoryFile origin ? origin.conf() : null;
        if (conf != null) {
            // By which routers notice that the settings have changed, and people which ones are meant.
            meta.put(
                    "settings",
                    Instant.EPOCH.plus(conf.modifiedUs(), ChronoUnit.MICROS).toString());
        }
        return new DeploymentInfo(info.name(), info.version(), info.digest(), meta);
    }

    /**
     * Applies the verdicts of routers, and closes retired deployments that are unused.
     *
     * @param listener notified before this returns
     * @return the deployments that serve for the first time
     */
    Set<String> onTurn(long nowNs, Listener listener) {
        Set<String> began = new HashSet<>();
        for (DeploymentSlot slot : slots()) {
            AnnouncedVersion announced = slot.announced();
            if (announced != null && announced.isPublished()) {
                judge(slot, announced, began, listener);
            }
        }
        bound.apply(all());
        if (retiringDeployments.onTurn(nowNs)) {
            routes = RouteIndex.of(reachable());
        }
        return began;
    }

    private void judge(DeploymentSlot slot, AnnouncedVersion announced, Set<String> began, Listener listener) {
        boolean accepted = false;
        boolean undecided = false;
        String refusal = null;
        for (RegistrationBoard.View view : board.views()) {
            if (!view.isExposed()) {
                continue;
            }
            DeploymentVerdict verdict = view.verdictOn(slot.name(), announced.sinceRevision());
            if (verdict == null) {
                undecided = true;
            } else if (verdict.accepted()) {
                accepted = true;
            } else {
                refusal = "refused by router " + view.router() + ": " + verdict.reason();
            }
        }
        if (refusal != null) {
            onRefused(slot, announced, refusal, listener);
        } else if (accepted) {
            onAccepted(slot, announced, began, listener);
            if (!undecided) {
                retireFallback(slot);
            }
        }
    }

    private void onAccepted(DeploymentSlot slot, AnnouncedVersion announced, Set<String> began, Listener listener) {
        Deployment deployment = announced.deployment();
        if (deployment.state() == DeploymentState.ANNOUNCED) {
            deployment.become(DeploymentState.SERVING, "accepted");
            slot.endPause();
            if (deployment.onServing()) {
                began.add(slot.name());
            }
            int routes = Announcement.count(deployment.routes());
            LOG.info("{}: serves {}", deployment, routes == 1 ? "1 route" : routes + " routes");
            listener.onServing(slot, deployment, announced.source());
        } else if (announced.isRefused()) {
            slot.onRefusal(null);
            listener.onServing(slot, deployment, announced.source());
        }
    }

    private void onRefused(DeploymentSlot slot, AnnouncedVersion announced, String refusal, Listener listener) {
        Deployment refused = announced.deployment();
        Source source = announced.source();
        DeploymentSlot.Fallback fallback = slot.fallback();
        if (fallback != null) {
            LOG.warn("{}: {}; {} serves on", refused, refusal, fallback.deployment());
            retireRefused(slot, announced, refusal);
            slot.stepBack();
            listener.onRefused(slot, source, refusal);
        } else if (slot.paused() != null && !source.equals(Source.LAST_GOOD)) {
            LOG.warn("{}: {}; the version before it is loaded again", refused, refusal);
            retireRefused(slot, announced, refusal);
            slot.withdraw();
            listener.onRefused(slot, source, refusal);
        } else if (!refusal.equals(announced.refusal())) {
            LOG.warn("{}: {}", refused, refusal);
            slot.onRefusal(refusal);
            listener.onRefused(slot, source, refusal);
        }
    }

    private void retireRefused(DeploymentSlot slot, AnnouncedVersion refused, String refusal) {
        refused.deployment().become(DeploymentState.RETIRING, refusal);
        slot.sources().reject(refused.source(), false);
        drop(refused.deployment());
    }

    /** Retires the fallback, which was dropped by the revision that announced its successor or by an older one. */
    private void retireFallback(DeploymentSlot slot) {
        DeploymentSlot.Fallback fallback = slot.takeFallback();
        if (fallback == null) {
            return;
        }
        AnnouncedVersion successor = slot.announced();
        if (successor != null && successor.isPublished()) {
            retiringDeployments.add(fallback.deployment(), successor.sinceRevision());
        } else {
            dropped.add(fallback.deployment());
        }
    }

    /** Lists the deployments that may get requests, now or after a step back. */
    private List<Deployment> reachable() {
        List<Deployment> reachable = new ArrayList<>(retiringDeployments.deployments());
        for (DeploymentSlot slot : slotsByName.values()) {
            AnnouncedVersion announced = slot.announced();
            if (announced != null) {
                reachable.add(announced.deployment());
            }
            DeploymentSlot.Fallback fallback = slot.fallback();
            if (fallback != null) {
                reachable.add(fallback.deployment());
            }
        }
        return reachable;
    }

    /** Lists all loaded deployments. */
    List<Deployment> all() {
        List<Deployment> all = reachable();
        all.addAll(dropped);
        return all;
    }
}
