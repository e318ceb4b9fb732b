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
        void onServing(DeploymentSlot unit, Deployment deployment, @Nullable Source source);

        /** A router refuses it. */
        void onRefused(DeploymentSlot unit, Source source, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final int MAX_STANDBY_SHOWN = 8;

    private final Map<String, DeploymentSlot> unitsByName = new TreeMap<>();
    private final List<Deployment> dropped = new ArrayList<>();
    private final RegistrationBoard announcements;
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
            RegistrationBoard announcements,
            RetiringDeployments retiringDeployments,
            DeploymentBound bound,
            Supplier<List<JarFailure>> failures,
            Listener listener) {
        this.announcements = announcements;
        this.retiringDeployments = retiringDeployments;
        this.bound = bound;
        this.failures = failures;
        this.listener = listener;
    }

    /** Which deployment and method a route number stands for, also of those that retire. Any thread. */
    RouteIndex routes() {
        return routes;
    }

    DeploymentSlot unit(String name) {
        return unitsByName.computeIfAbsent(name, DeploymentSlot::new);
    }

    @Nullable
    DeploymentSlot existing(String name) {
        return unitsByName.get(name);
    }

    Collection<DeploymentSlot> units() {
        return List.copyOf(unitsByName.values());
    }

    /** A version is loaded and takes the place of the one before at the next {@link #publish}. */
    void swap(DeploymentSlot unit, Deployment loaded, Source source) {
        Deployment before = unit.current;
        if (before != null) {
            if (before.state() == DeploymentState.SERVING) {
                retireFallback(unit);
                unit.fallback = before;
                unit.fallbackSource = unit.currentSource;
            } else {
                dropped.add(before);
            }
            before.become(DeploymentState.RETIRING, "replaced by " + loaded);
        }
        setCurrent(unit, loaded, source);
    }

    /**
     * Stops the version that serves, so that its successor can have what it holds. Its routes stay announced, as paused, so
     * that routers let requests wait for the successor.
     */
    void stop(DeploymentSlot unit) {
        Deployment current = unit.current;
        if (current == null) {
            return;
        }
        LOG.info("{}: stops before its successor starts", current);
        retireFallback(unit);
        unit.stopped = DeploymentSlot.Stopped.of(current);
        current.become(DeploymentState.RETIRING, "stops before its successor starts");
        drop(unit, current);
    }

    /** Whether some version of a deployment is on its way out. */
    boolean isStopping(String name) {
        return dropped.stream().anyMatch(deployment -> deployment.name().equals(name))
                || retiringDeployments.holds(name);
    }

    /** Nothing is left that could take the place of what was stopped. */
    void giveUp(DeploymentSlot unit) {
        if (unit.stopped != null) {
            LOG.warn("{}: nothing serves in place of what was stopped", unit.name());
            unit.stopped = null;
            changed = true;
        }
    }

    /** Nothing is announced for a while but what was stopped, if anything was. */
    private void drop(DeploymentSlot unit, Deployment current) {
        dropped.add(current);
        unit.current = null;
        unit.currentSource = null;
        unit.currentSince = 0;
        unit.refusal = null;
        changed = true;
    }

    /** A version was loaded for nothing: nobody has heard of it. */
    void discard(Deployment loaded) {
        loaded.become(DeploymentState.RETIRING, "overtaken while it was loaded");
        retiringDeployments.add(loaded, 0);
    }

    /** Nothing of the deployment is left in the directory. */
    void remove(DeploymentSlot unit) {
        LOG.info("{}: removed", unit.name());
        if (unit.attempt != null) {
            unit.attempt.overtake();
        }
        Deployment current = unit.current;
        if (current != null) {
            current.become(DeploymentState.RETIRING, "its jar is gone");
            dropped.add(current);
        }
        retireFallback(unit);
        unitsByName.remove(unit.name());
        changed = true;
    }

    /** Announces anew where other versions than before stand by. */
    void onChosen(DeploymentSlot unit) {
        changed |= unit.current != null && !unit.standby().equals(unit.announcedStandby);
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
        for (DeploymentSlot unit : unitsByName.values()) {
            Deployment current = unit.current;
            if (current == null) {
                if (unit.stopped != null) {
                    infos.add(unit.stopped.info());
                    routeInfos.addAll(unit.stopped.routes());
                }
                continue;
            }
            if (unit.currentSince == 0) {
                unit.currentSince = revision;
                current.become(DeploymentState.ANNOUNCED, "revision " + revision);
            }
            announceStandby(unit, current);
            infos.add(info(unit, current));
            routeInfos.addAll(current.routes());
        }
        for (Deployment deployment : dropped) {
            retiringDeployments.add(deployment, revision);
        }
        dropped.clear();
        routes = RouteIndex.of(reachable());
        int most = bound.onPublish(infos.size(), revision);
        bound.apply(all());
        announcements.publish(new Announcement(revision, infos, routeInfos, failures.get(), most));
    }

    private static void announceStandby(DeploymentSlot unit, Deployment current) {
        List<String> standby = unit.standby();
        if (!standby.isEmpty() && !standby.equals(unit.announcedStandby)) {
            LOG.info("{}: standing by: {}", current, String.join(", ", standby));
        }
        unit.announcedStandby = standby;
    }

    private static DeploymentInfo info(DeploymentSlot unit, Deployment current) {
        DeploymentInfo info = current.info();
        Map<String, String> meta = new TreeMap<>(info.meta());
        if (!unit.announcedStandby.isEmpty()) {
            // A slash is in no file's name.
            meta.put(
                    "standby",
                    unit.announcedStandby.stream().limit(MAX_STANDBY_SHOWN).collect(Collectors.joining("/")));
        }
        FileStamp conf = unit.currentSource == null ? null : unit.currentSource.conf();
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
        for (DeploymentSlot unit : units()) {
            if (unit.current != null && unit.currentSince > 0) {
                judge(unit, unit.current, began);
            }
        }
        bound.apply(all());
        if (retiringDeployments.onTurn(nowNs)) {
            routes = RouteIndex.of(reachable());
        }
        return began;
    }

    private void judge(DeploymentSlot unit, Deployment current, Set<String> began) {
        boolean accepted = false;
        boolean undecided = false;
        String refusal = null;
        for (RegistrationBoard.View view : announcements.views()) {
            if (!view.isExposed()) {
                continue;
            }
            DeploymentVerdict verdict = view.verdictOn(unit.name(), unit.currentSince);
            if (verdict == null) {
                undecided = true;
            } else if (verdict.accepted()) {
                accepted = true;
            } else {
                refusal = "refused by router " + view.router() + ": " + verdict.reason();
            }
        }
        if (refusal != null) {
            onRefused(unit, current, refusal);
        } else if (accepted) {
            onAccepted(unit, current, began);
            if (!undecided) {
                retireFallback(unit);
            }
        }
    }

    private void onAccepted(DeploymentSlot unit, Deployment current, Set<String> began) {
        if (current.state() == DeploymentState.ANNOUNCED) {
            current.become(DeploymentState.SERVING, "accepted");
            unit.stopped = null;
            if (current.onServing()) {
                began.add(unit.name());
            }
            int routes = Announcement.count(current.routes());
            LOG.info("{}: serves {}", current, routes == 1 ? "1 route" : routes + " routes");
            listener.onServing(unit, current, unit.currentSource);
        } else if (unit.refusal != null) {
            unit.refusal = null;
            listener.onServing(unit, current, unit.currentSource);
        }
    }

    private void onRefused(DeploymentSlot unit, Deployment current, String refusal) {
        Source source = Objects.requireNonNull(unit.currentSource);
        Deployment fallback = unit.fallback;
        if (fallback != null) {
            LOG.warn("{}: {}; {} serves on", current, refusal, fallback);
            current.become(DeploymentState.RETIRING, refusal);
            dropped.add(current);
            unit.reject(source, refusal);
            Source before = Objects.requireNonNull(unit.fallbackSource);
            unit.fallback = null;
            unit.fallbackSource = null;
            setCurrent(unit, fallback, before);
            listener.onRefused(unit, source, refusal);
        } else if (unit.stopped != null && !source.equals(DeploymentSlot.KEPT)) {
            LOG.warn("{}: {}; the version before it is loaded again", current, refusal);
            current.become(DeploymentState.RETIRING, refusal);
            unit.reject(source, refusal);
            drop(unit, current);
            listener.onRefused(unit, source, refusal);
        } else if (!refusal.equals(unit.refusal)) {
            LOG.warn("{}: {}", current, refusal);
            unit.refusal = refusal;
            listener.onRefused(unit, source, refusal);
        }
    }

    private void setCurrent(DeploymentSlot unit, Deployment deployment, Source source) {
        unit.current = deployment;
        unit.currentSource = source;
        unit.currentSince = 0;
        unit.refusal = null;
        changed = true;
    }

    /** The fallback was dropped by the revision that announced its successor, or by an older one. */
    private void retireFallback(DeploymentSlot unit) {
        Deployment fallback = unit.fallback;
        if (fallback != null) {
            unit.fallback = null;
            unit.fallbackSource = null;
            if (unit.currentSince > 0) {
                retiringDeployments.add(fallback, unit.currentSince);
            } else {
                dropped.add(fallback);
            }
        }
    }

    /** Those that requests may come for, now or after a step back. */
    private List<Deployment> reachable() {
        List<Deployment> reachable = new ArrayList<>(retiringDeployments.deployments());
        for (DeploymentSlot unit : unitsByName.values()) {
            if (unit.current != null) {
                reachable.add(unit.current);
            }
            if (unit.fallback != null) {
                reachable.add(unit.fallback);
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
