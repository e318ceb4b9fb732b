package org.cellnest.runtime.deploy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.runtime.deploy.Candidate.Source;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployments that serve, and how one takes the place of another: the new one is announced; once every router has
 * accepted it, the old one retires. Where a router refuses the new one, the old one is announced again. For the
 * deploying thread alone, but for {@link #routes}.
 */
final class Deployments {
    /** Told what becomes of a version, so that reports and the kept copy follow. */
    interface Listener {
        /** A router has accepted it and none refuses it. */
        void onServing(DeploymentSlot slot, Deployment deployment, @Nullable Source source);

        /** A router refuses it. */
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
    private final Listener listener;

    private long revision;
    /** From the beginning, so that a cell without jars registers too. */
    private boolean changed = true;

    private volatile RouteIndex routes = RouteIndex.EMPTY;

    /** @param failures what is to be announced beside the deployments */
    Deployments(
            RegistrationBoard board,
            RetiringDeployments retiringDeployments,
            DeploymentBound bound,
            Supplier<List<JarFailure>> failures,
            Listener listener) {
        this.board = board;
        this.retiringDeployments = retiringDeployments;
        this.bound = bound;
        this.failures = failures;
        this.listener = listener;
    }

    /** Which deployment and method a route number stands for, also of those that retire. Any thread. */
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

    /** A version is loaded and takes the place of the one before at the next {@link #publish}. */
    void swap(DeploymentSlot slot, Deployment loaded, Source source) {
        Deployment before = slot.current;
        if (before != null) {
            if (before.state() == DeploymentState.SERVING) {
                retireFallback(slot);
                slot.fallback = before;
                slot.fallbackSource = slot.currentSource;
            } else {
                dropped.add(before);
            }
            before.become(DeploymentState.RETIRING, "replaced by " + loaded);
        }
        setCurrent(slot, loaded, source);
    }

    /**
     * Stops the version that serves, so that its successor can have what it holds. Its routes stay announced, as paused, so
     * that routers let requests wait for the successor.
     */
    void stop(DeploymentSlot slot) {
        Deployment current = slot.current;
        if (current == null) {
            return;
        }
        LOG.info("{}: stops before its successor starts", current);
        retireFallback(slot);
        slot.stopped = DeploymentSlot.Stopped.of(current);
        current.become(DeploymentState.RETIRING, "stops before its successor starts");
        drop(slot, current);
    }

    /** Whether some version of a deployment is on its way out. */
    boolean isStopping(String name) {
        return dropped.stream().anyMatch(deployment -> deployment.name().equals(name))
                || retiringDeployments.holds(name);
    }

    /** Nothing is left that could take the place of what was stopped. */
    void giveUp(DeploymentSlot slot) {
        if (slot.stopped != null) {
            LOG.warn("{}: nothing serves in place of what was stopped", slot.name());
            slot.stopped = null;
            changed = true;
        }
    }

    /** Nothing is announced for a while but what was stopped, if anything was. */
    private void drop(DeploymentSlot slot, Deployment current) {
        dropped.add(current);
        slot.current = null;
        slot.currentSource = null;
        slot.currentSince = 0;
        slot.refusal = null;
        changed = true;
    }

    /** A version was loaded for nothing: nobody has heard of it. */
    void discard(Deployment loaded) {
        loaded.become(DeploymentState.RETIRING, "overtaken while it was loaded");
        retiringDeployments.add(loaded, 0);
    }

    /** Nothing of the deployment is left in the directory. */
    void remove(DeploymentSlot slot) {
        LOG.info("{}: removed", slot.name());
        if (slot.attempt != null) {
            slot.attempt.overtake();
        }
        Deployment current = slot.current;
        if (current != null) {
            current.become(DeploymentState.RETIRING, "its jar is gone");
            dropped.add(current);
        }
        retireFallback(slot);
        slotsByName.remove(slot.name());
        changed = true;
    }

    /** Announces anew where other versions than before stand by. */
    void onChosen(DeploymentSlot slot) {
        changed |= slot.current != null && !slot.standby().equals(slot.announcedStandby);
    }

    /** Announces all once more, so that routers which refused something think again. */
    void announceAgain() {
        changed = true;
    }

    /** Tells the routers what has changed, if anything has. */
    void publish() {
        if (!changed) {
            return;
        }
        changed = false;
        revision++;
        List<DeploymentInfo> infos = new ArrayList<>();
        List<RouteInfo> routeInfos = new ArrayList<>();
        for (DeploymentSlot slot : slotsByName.values()) {
            Deployment current = slot.current;
            if (current == null) {
                if (slot.stopped != null) {
                    infos.add(slot.stopped.info());
                    routeInfos.addAll(slot.stopped.routes());
                }
                continue;
            }
            if (slot.currentSince == 0) {
                slot.currentSince = revision;
                current.become(DeploymentState.ANNOUNCED, "revision " + revision);
            }
            announceStandby(slot, current);
            infos.add(info(slot, current));
            routeInfos.addAll(current.routes());
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

    private static void announceStandby(DeploymentSlot slot, Deployment current) {
        List<String> standby = slot.standby();
        if (!standby.isEmpty() && !standby.equals(slot.announcedStandby)) {
            LOG.info("{}: standing by: {}", current, String.join(", ", standby));
        }
        slot.announcedStandby = standby;
    }

    private static DeploymentInfo info(DeploymentSlot slot, Deployment current) {
        DeploymentInfo info = current.info();
        Map<String, String> meta = new TreeMap<>(info.meta());
        if (!slot.announcedStandby.isEmpty()) {
            // A slash is in no file's name.
            meta.put(
                    "standby",
                    slot.announcedStandby.stream().limit(MAX_STANDBY_SHOWN).collect(Collectors.joining("/")));
        }
        FileStamp conf = slot.currentSource == null ? null : slot.currentSource.conf();
        if (conf != null) {
            // By which routers notice that the settings have changed, and people which ones are meant.
            meta.put(
                    "settings",
                    Instant.EPOCH.plus(conf.modifiedUs(), ChronoUnit.MICROS).toString());
        }
        return new DeploymentInfo(info.name(), info.version(), info.digest(), meta);
    }

    /** Takes in what routers have said, and closes what may close. Returns the deployments that serve for the first time. */
    Set<String> onTurn(long nowNs) {
        Set<String> began = new HashSet<>();
        for (DeploymentSlot slot : slots()) {
            if (slot.current != null && slot.currentSince > 0) {
                judge(slot, slot.current, began);
            }
        }
        bound.apply(all());
        if (retiringDeployments.onTurn(nowNs)) {
            routes = RouteIndex.of(reachable());
        }
        return began;
    }

    private void judge(DeploymentSlot slot, Deployment current, Set<String> began) {
        boolean accepted = false;
        boolean undecided = false;
        String refusal = null;
        for (RegistrationBoard.View view : board.views()) {
            if (!view.isExposed()) {
                continue;
            }
            DeploymentVerdict verdict = view.verdictOn(slot.name(), slot.currentSince);
            if (verdict == null) {
                undecided = true;
            } else if (verdict.accepted()) {
                accepted = true;
            } else {
                refusal = "refused by router " + view.router() + ": " + verdict.reason();
            }
        }
        if (refusal != null) {
            onRefused(slot, current, refusal);
        } else if (accepted) {
            onAccepted(slot, current, began);
            if (!undecided) {
                retireFallback(slot);
            }
        }
    }

    private void onAccepted(DeploymentSlot slot, Deployment current, Set<String> began) {
        if (current.state() == DeploymentState.ANNOUNCED) {
            current.become(DeploymentState.SERVING, "accepted");
            slot.stopped = null;
            if (current.onServing()) {
                began.add(slot.name());
            }
            int routes = Announcement.count(current.routes());
            LOG.info("{}: serves {}", current, routes == 1 ? "1 route" : routes + " routes");
            listener.onServing(slot, current, slot.currentSource);
        } else if (slot.refusal != null) {
            slot.refusal = null;
            listener.onServing(slot, current, slot.currentSource);
        }
    }

    private void onRefused(DeploymentSlot slot, Deployment current, String refusal) {
        Source source = Objects.requireNonNull(slot.currentSource);
        Deployment fallback = slot.fallback;
        if (fallback != null) {
            LOG.warn("{}: {}; {} serves on", current, refusal, fallback);
            current.become(DeploymentState.RETIRING, refusal);
            dropped.add(current);
            slot.reject(source, refusal);
            Source before = Objects.requireNonNull(slot.fallbackSource);
            slot.fallback = null;
            slot.fallbackSource = null;
            setCurrent(slot, fallback, before);
            listener.onRefused(slot, source, refusal);
        } else if (slot.stopped != null && !source.equals(DeploymentSlot.KEPT)) {
            LOG.warn("{}: {}; the version before it is loaded again", current, refusal);
            current.become(DeploymentState.RETIRING, refusal);
            slot.reject(source, refusal);
            drop(slot, current);
            listener.onRefused(slot, source, refusal);
        } else if (!refusal.equals(slot.refusal)) {
            LOG.warn("{}: {}", current, refusal);
            slot.refusal = refusal;
            listener.onRefused(slot, source, refusal);
        }
    }

    private void setCurrent(DeploymentSlot slot, Deployment deployment, Source source) {
        slot.current = deployment;
        slot.currentSource = source;
        slot.currentSince = 0;
        slot.refusal = null;
        changed = true;
    }

    /** The fallback was dropped by the revision that announced its successor, or by an older one. */
    private void retireFallback(DeploymentSlot slot) {
        Deployment fallback = slot.fallback;
        if (fallback != null) {
            slot.fallback = null;
            slot.fallbackSource = null;
            if (slot.currentSince > 0) {
                retiringDeployments.add(fallback, slot.currentSince);
            } else {
                dropped.add(fallback);
            }
        }
    }

    /** Those that requests may come for, now or after a step back. */
    private List<Deployment> reachable() {
        List<Deployment> reachable = new ArrayList<>(retiringDeployments.deployments());
        for (DeploymentSlot slot : slotsByName.values()) {
            if (slot.current != null) {
                reachable.add(slot.current);
            }
            if (slot.fallback != null) {
                reachable.add(slot.fallback);
            }
        }
        return reachable;
    }

    /** Everything that is loaded, for a process that ends. */
    List<Deployment> all() {
        List<Deployment> all = reachable();
        all.addAll(dropped);
        return all;
    }
}
