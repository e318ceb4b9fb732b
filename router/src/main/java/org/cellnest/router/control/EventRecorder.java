package org.cellnest.router.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.PeerKind;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.Route;
import org.cellnest.router.broker.Session;
import org.cellnest.router.control.NestEvent.RouteName;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Appends the broker's events to the {@link EventLog}. A repeated refusal is recorded at most once a minute. Belongs to
 * the broker's thread.
 */
public final class EventRecorder implements BrokerEvents {
    private static final int MAX_REFUSALS = 64;
    /**
     * The key in a deployment's meta under which this project's cells report the time of the last change of its
     * settings file.
     */
    private static final String SETTINGS = "settings";

    private static final long TELL_AGAIN_NS = 60_000_000_000L;

    private final EventLog log;
    private final Clock clock;
    /** The time at which each refusal was recorded last; the oldest are removed first. */
    private final Map<String, Long> toldNsByRefusal = new LinkedHashMap<>();

    public EventRecorder(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void onJoined(Session session) {
        peer(session, EventType.CELL_JOINED, EventType.GATEWAY_JOINED, null, joined(session));
    }

    /** Describes the arrival of a peer. */
    public static String joined(Session session) {
        return session.key.isEmpty() ? "joined" : "joined with the key " + session.key;
    }

    @Override
    public void onLeft(Session session, ErrorCode cause, String reason) {
        switch (cause) {
            case GOODBYE -> peer(session, EventType.CELL_LEFT, EventType.GATEWAY_LEFT, reason, left(cause, reason));
            case KICKED -> peer(session, EventType.CELL_KICKED, EventType.GATEWAY_LOST, reason, left(cause, reason));
            default ->
                peer(
                        session,
                        EventType.CELL_LOST,
                        EventType.GATEWAY_LOST,
                        cause.wireName() + ": " + reason,
                        left(cause, reason));
        }
    }

    /**
     * Returns the sentence about a peer whose session has ended, with the word that {@code docs/operating.md} has for
     * it.
     */
    public static String left(ErrorCode cause, String reason) {
        return switch (cause) {
            case GOODBYE -> "left: " + reason;
            case KICKED -> "was sent away by an operator";
            default -> "lost: " + reason + " (" + cause.wireName() + ")";
        };
    }

    @Override
    public void onRefused(String who, ErrorCode code, String reason) {
        String refusal = code.wireName() + ": " + reason;
        long nowNs = clock.nanoTime();
        Long toldNs = toldNsByRefusal.get(refusal);
        if (toldNs != null && nowNs - toldNs < TELL_AGAIN_NS) {
            return;
        }
        toldNsByRefusal.remove(refusal);
        toldNsByRefusal.put(refusal, nowNs);
        if (toldNsByRefusal.size() > MAX_REFUSALS) {
            toldNsByRefusal.remove(toldNsByRefusal.keySet().iterator().next());
        }
        add(EventType.PEER_REFUSED, null, null, null, null, null, null, refusal, who + " refused (" + refusal + ")");
    }

    @Override
    public void onDraining(PeerKind kind, String peerId) {
        if (kind == PeerKind.CELL) {
            cell(EventType.CELL_DRAINING, peerId, "has asked for nothing new");
        }
    }

    @Override
    public void onDrained(String cellId) {
        cell(EventType.CELL_DRAINED, cellId, "was drained by an operator");
    }

    @Override
    public void onResumed(String cellId) {
        cell(EventType.CELL_RESUMED, cellId, "was resumed by an operator");
    }

    public static String counted(int routes) {
        return routes == 1 ? "1 route" : routes + " routes";
    }

    @Override
    public void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {
        if (deployment.equals(before)) {
            return;
        }
        String name = named(deployment);
        if (before != null && withoutLevel(before).equals(withoutLevel(deployment))) {
            String level = level(deployment);
            deployment(
                    EventType.LOG_LEVEL_CHANGED,
                    cellId,
                    deployment.name(),
                    level,
                    "is logged from " + level + " on by cell " + cellId + " instead of " + level(before));
            return;
        }
        if (deployment.paused()) {
            add(
                    EventType.DEPLOYMENT_PAUSED,
                    cellId,
                    null,
                    deployment.name(),
                    deployment.version(),
                    null,
                    routes,
                    null,
                    "cell " + cellId + " pauses " + name + ": its requests wait");
            return;
        }
        if (before != null && isReconfigured(deployment, before)) {
            add(
                    EventType.DEPLOYMENT_RECONFIGURED,
                    cellId,
                    null,
                    deployment.name(),
                    deployment.version(),
                    null,
                    routes,
                    null,
                    "cell " + cellId + " serves " + name + " with changed settings");
            return;
        }
        String message = before == null
                ? "cell " + cellId + " serves " + name + " with " + counted(routes)
                : "cell " + cellId + " serves " + name + " with " + counted(routes) + " instead of " + named(before);
        add(
                before == null ? EventType.DEPLOYMENT_ADDED : EventType.DEPLOYMENT_SWAPPED,
                cellId,
                null,
                deployment.name(),
                deployment.version(),
                null,
                routes,
                null,
                message);
    }

    @Override
    public void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {
        if (!again) {
            String why = code.wireName() + ": " + reason;
            deployment(EventType.DEPLOYMENT_REFUSED, cellId, deployment, why, "of cell " + cellId + " refused: " + why);
        }
    }

    @Override
    public void onDeploymentWithdrawn(String cellId, String deployment) {
        deployment(EventType.DEPLOYMENT_REMOVED, cellId, deployment, null, "is no longer served by cell " + cellId);
    }

    @Override
    public void onDeploymentFailed(String cellId, JarFailure failure) {
        boolean serves = failure.file().isEmpty();
        String message = serves
                ? "deployment " + failure.deployment() + " is degraded on cell " + cellId + ": " + failure.reason()
                : failure.file() + " does not serve on cell " + cellId + ": " + failure.reason();
        add(
                serves ? EventType.DEPLOYMENT_DEGRADED : EventType.DEPLOYMENT_FAILED,
                cellId,
                null,
                failure.deployment(),
                null,
                null,
                null,
                failure.reason(),
                message);
    }

    /** Whether the jar is the same, with a settings file of another time or with none. */
    private static boolean isReconfigured(DeploymentInfo now, DeploymentInfo before) {
        return !before.paused()
                && now.version().equals(before.version())
                && now.digest().equals(before.digest())
                && !now.meta().getOrDefault(SETTINGS, "").equals(before.meta().getOrDefault(SETTINGS, ""));
    }

    @Override
    public void onDeploymentMended(String cellId, JarFailure failure, boolean serves) {
        String message = failure.file().isEmpty()
                ? "deployment " + failure.deployment() + " is no longer degraded on cell " + cellId + " as it was: "
                        + failure.reason()
                : failure.file()
                        + (serves ? " serves on cell " : " is no longer a failure on cell ")
                        + cellId
                        + (serves ? "" : ": it was taken away, or is not needed");
        add(
                EventType.DEPLOYMENT_MENDED,
                cellId,
                null,
                failure.deployment(),
                null,
                null,
                null,
                failure.reason(),
                message);
    }

    @Override
    public void onRoutesAdded(String cellId, List<Route> routes) {
        add(
                EventType.ROUTES_ADDED,
                cellId,
                null,
                null,
                null,
                names(routes),
                routes.size(),
                null,
                counted(routes.size()) + " added: " + listed(routes));
    }

    @Override
    public void onRoutesGone(String reason, List<Route> routes) {
        add(
                EventType.ROUTES_GONE,
                null,
                null,
                null,
                null,
                names(routes),
                routes.size(),
                reason,
                counted(routes.size()) + " gone (" + reason + "): " + listed(routes));
    }

    @Override
    public void onReady() {
        router(EventType.ROUTER_READY, null, "ready: unknown paths are answered as such");
    }

    @Override
    public void onOverloaded(int parked) {
        router(EventType.ROUTER_OVERLOADED, parked, waiting(parked) + " for a cell, and more are turned away");
    }

    @Override
    public void onRelieved(int parked) {
        router(EventType.ROUTER_RELIEVED, parked, waiting(parked) + " for a cell; there is room again");
    }

    @Override
    public void onRouterDraining() {
        router(EventType.ROUTER_DRAINING, null, "the router takes nothing new");
    }

    public static String waiting(int parked) {
        return parked == 1 ? "1 request waits" : parked + " requests wait";
    }

    private void peer(Session session, EventType ofCell, EventType ofGateway, @Nullable String reason, String what) {
        boolean cell = session.kind == PeerKind.CELL;
        log.add(new EventLog.Entry(
                cell ? ofCell : ofGateway,
                cell ? session.peerId : null,
                cell ? null : session.peerId,
                session.key.isEmpty() ? null : session.key,
                null,
                null,
                null,
                null,
                reason,
                session + " " + what));
    }

    private void cell(EventType type, String id, String what) {
        add(type, id, null, null, null, null, null, null, "cell " + id + " " + what);
    }

    private void deployment(EventType type, String cellId, String name, @Nullable String reason, String what) {
        add(type, cellId, null, name, null, null, null, reason, "deployment " + name + " " + what);
    }

    private void router(EventType type, @Nullable Integer count, String message) {
        add(type, null, null, null, null, null, count, null, message);
    }

    private void add(
            EventType type,
            @Nullable String cell,
            @Nullable String gateway,
            @Nullable String deployment,
            @Nullable String version,
            @Nullable List<RouteName> routes,
            @Nullable Integer count,
            @Nullable String reason,
            String message) {
        log.add(new EventLog.Entry(type, cell, gateway, null, deployment, version, routes, count, reason, message));
    }

    private static String level(DeploymentInfo deployment) {
        return deployment.meta().getOrDefault(LogLevel.META, "the default");
    }

    private static DeploymentInfo withoutLevel(DeploymentInfo deployment) {
        Map<String, String> meta = new LinkedHashMap<>(deployment.meta());
        meta.remove(LogLevel.META);
        return new DeploymentInfo(
                deployment.name(), deployment.version(), deployment.digest(), meta, deployment.paused());
    }

    private static String named(DeploymentInfo deployment) {
        return deployment.version().isEmpty() ? deployment.name() : deployment.name() + " " + deployment.version();
    }

    private static List<RouteName> names(List<Route> routes) {
        List<RouteName> names = new ArrayList<>();
        for (Route route : routes.subList(0, Math.min(routes.size(), NestEvent.MAX_ROUTES))) {
            names.add(new RouteName(route.key.method(), route.template.toString()));
        }
        return names;
    }

    private static String listed(List<Route> routes) {
        int most = 3;
        StringBuilder text = new StringBuilder();
        for (Route route : routes.subList(0, Math.min(routes.size(), most))) {
            text.append(text.isEmpty() ? "" : ", ").append(route);
        }
        return routes.size() > most ? text + ", ..." : text.toString();
    }
}
