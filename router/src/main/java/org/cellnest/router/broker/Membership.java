package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.jspecify.annotations.Nullable;

/**
 * Who is here: lets peers in, ends their sessions, judges who has fallen silent, and tells the routes and the requests of
 * it. Used by the broker's thread alone.
 */
final class Membership implements RouterHandshakes.Gate, Registrar.Listener {
    private static final int DRAIN_ANSWER_MS = 1_000;

    private static final int SESSION_ID_BYTES = 16;
    /** The most sessions whose period ends in one turn: each is written to, or has its end logged. */
    private static final int MAX_PERIODS = 16;

    private final BrokerSettings settings;
    private final BrokerEvents events;
    private final BrokerCounters counters;
    private final RandomGenerator random;
    private final Outboxes outboxes;
    private final Backpressure backpressure;
    private final Exchanges exchanges;
    private final Registrar registrar;
    private final Tasks tasks;
    private final RouterHandshakes routerHandshakes;
    private final Sessions sessions = new Sessions();
    private final OperatorDecisions operatorDecisions = new OperatorDecisions();
    private boolean draining;
    private long drainingSinceNs;
    private boolean left;

    Membership(
            BrokerSettings settings,
            BrokerEvents events,
            BrokerCounters counters,
            RandomGenerator random,
            Outboxes outboxes,
            Backpressure backpressure,
            Exchanges exchanges,
            RouteTable table,
            Tasks tasks,
            RegistrationParser parser) {
        this.settings = settings;
        this.events = events;
        this.counters = counters;
        this.random = random;
        this.outboxes = outboxes;
        this.backpressure = backpressure;
        this.exchanges = exchanges;
        this.tasks = tasks;
        this.registrar = new Registrar(settings, table, events, tasks, exchanges::rematch, this);
        this.routerHandshakes = new RouterHandshakes(settings, parser, outboxes, random, this);
    }

    Sessions sessions() {
        return sessions;
    }

    OperatorDecisions operatorDecisions() {
        return operatorDecisions;
    }

    RouterHandshakes routerHandshakes() {
        return routerHandshakes;
    }

    Registrar registrar() {
        return registrar;
    }

    /** A connection has ended, for a reason or, where that is empty, just so. */
    void onDisconnected(int connectionId, String reason, long nowNs) {
        Connection connection = sessions.forget(connectionId);
        if (connection == null) {
            return;
        }
        routerHandshakes.drop(connection);
        backpressure.forget(connectionId);
        Session session = connection.session();
        connection.close();
        if (session != null && !session.ended) {
            end(session, ErrorCode.LANE_LOST, ConnectionEnd.reason(reason), nowNs);
        }
    }

    @Override
    public void onRegistration(RouterHandshake routerHandshake, Register register, long nowNs) {
        Connection connection = routerHandshake.connection;
        Session session = connection.session();
        if (session == null) {
            session = open(connection, register, nowNs);
            if (session == null) {
                return;
            }
        } else if (session.ended) {
            return;
        } else if (session.kind != register.kind()
                || !session.peerId.equals(register.id())
                || !session.incarnation.equals(register.incarnation())
                || register.revision() <= session.revision) {
            onOffence(
                    connection,
                    ErrorCode.UNEXPECTED,
                    "revision " + register.revision() + " of " + register.id() + " (expected: one above "
                            + session.revision + " of " + session.peerId + ", as it registered)",
                    nowNs);
            return;
        }
        session.revision = register.revision();
        if (session instanceof GatewaySession gateway) {
            welcome(session, register.revision(), gateway.maxOutstanding, List.of());
        } else if (session instanceof CellSession cell) {
            registrar.register(cell, register, routerHandshake.routes(), routerHandshake.invalid());
        }
    }

    @Override
    public void onStanding(CellSession cell, Register register, List<DeploymentVerdict> verdicts, long nowNs) {
        tellFailures(cell, register);
        cell.forgetLoads();
        welcome(cell, register.revision(), 0, verdicts);
        exchanges.rematchUnrouted();
        exchanges.serveParked(cell, nowNs);
    }

    private void tellFailures(CellSession cell, Register register) {
        List<JarFailure> known = cell.failuresTold;
        for (JarFailure failure : register.failures()) {
            if (!known.contains(failure)) {
                events.onDeploymentFailed(cell.peerId, failure);
            }
        }
        cell.failuresTold = register.failures();
        for (JarFailure former : known) {
            if (register.failures().stream().noneMatch(failure -> isSame(failure, former))) {
                boolean serves = register.deployments().stream()
                        .anyMatch(deployment ->
                                former.file().equals(deployment.meta().getOrDefault("file", "")));
                events.onDeploymentMended(cell.peerId, former, serves);
            }
        }
    }

    /** Of one file, or without a file of one deployment. The reason may be another, and is told then. */
    private static boolean isSame(JarFailure failure, JarFailure former) {
        return failure.file().equals(former.file())
                && failure.deployment().equals(former.deployment())
                && (!failure.file().isEmpty() || failure.reason().equals(former.reason()));
    }

    private void welcome(Session session, long revision, int maxOutstanding, List<DeploymentVerdict> verdicts) {
        outboxes.add(session, new Welcome(session.id, revision, exchanges.isReady(), maxOutstanding, verdicts));
        if (!session.welcomed) {
            session.welcomed = true;
            session.heard = true;
            if (draining) {
                outboxes.add(session, new Drain());
            }
        }
    }

    private @Nullable Session open(Connection connection, Register register, long nowNs) {
        String key = outboxes.keyOf(connection.id);
        String refusal = KeyRules.againstRegistering(key, outboxes.listenerOf(connection.id), register.kind());
        if (refusal != null) {
            onOffence(connection, ErrorCode.KEY, refusal, nowNs);
            return null;
        }
        if (register.kind() == PeerKind.CELL && operatorDecisions.refuses(register.id(), register.incarnation())) {
            onOffence(
                    connection,
                    ErrorCode.KICKED,
                    "an operator has sent cell " + register.id() + " away (expected: to be resumed, or started again)",
                    nowNs);
            return null;
        }
        Session holder = sessions.ofPeer(register.kind(), register.id());
        if (holder != null) {
            if (holder.incarnation.equals(register.incarnation()) && holder.key.equals(key)) {
                end(holder, ErrorCode.REPLACED, "it registered anew", nowNs);
            } else if (holder.missedPeriods > 0) {
                end(holder, ErrorCode.SILENT, "it was silent and another took its place", nowNs);
            } else {
                onOffence(connection, ErrorCode.ID_IN_USE, "another live peer has the id " + register.id(), nowNs);
                return null;
            }
        }
        if (left) {
            onOffence(connection, ErrorCode.DRAINING, "the router leaves", nowNs);
            return null;
        }
        if (sessions.all().size() >= settings.maxSessions()) {
            onOffence(
                    connection,
                    ErrorCode.LIMIT,
                    "there are " + settings.maxSessions() + " sessions (expected: fewer; router.max-sessions)",
                    nowNs);
            return null;
        }
        byte[] id = new byte[SESSION_ID_BYTES];
        random.nextBytes(id);
        String sessionId = HexFormat.of().formatHex(id);
        Session session = register.kind() == PeerKind.CELL
                ? new CellSession(sessionId, register, connection.id, nowNs)
                : new GatewaySession(sessionId, register, connection.id, settings.maxOutstanding(), nowNs);
        if (session instanceof CellSession cell) {
            cell.drained = operatorDecisions.isDrained(cell.peerId);
        }
        session.address = outboxes.addressOf(connection.id);
        session.key = key;
        connection.join(session, session.outbox);
        sessions.add(session);
        events.onJoined(session);
        return session;
    }

    @Override
    public void onJoin(RouterHandshake routerHandshake, Join join, long nowNs) {
        Connection connection = routerHandshake.connection;
        Session session = sessions.get(join.session());
        if (session == null) {
            onOffence(connection, ErrorCode.SESSION, "the session has ended", nowNs);
            return;
        }
        String refusal =
                KeyRules.againstJoining(session, outboxes.keyOf(connection.id), outboxes.listenerOf(connection.id));
        if (refusal != null) {
            onOffence(connection, ErrorCode.KEY, refusal, nowNs);
        } else if (!session.lanes.add(join.lane())) {
            onOffence(connection, ErrorCode.UNEXPECTED, "lane " + join.lane() + " has joined before", nowNs);
        } else {
            session.connections.add(connection.id);
            int maxOutstanding = 0;
            Outbox laneOutbox = null;
            if (session instanceof GatewaySession gateway) {
                maxOutstanding = gateway.maxOutstanding;
                laneOutbox = new Outbox(session, connection.id);
                session.laneOutboxes.add(laneOutbox);
            }
            connection.join(session, laneOutbox);
            long standing = session instanceof CellSession cell ? cell.registered.revision() : session.revision;
            outboxes.sendNow(
                    connection.id, new Welcome(session.id, standing, exchanges.isReady(), maxOutstanding, List.of()));
        }
    }

    @Override
    public @Nullable Session session(String id) {
        return sessions.get(id);
    }

    /** A peer broke the protocol: its session ends; a connection without one is told once and ignored. */
    @Override
    public void onOffence(Connection connection, ErrorCode code, String reason, long nowNs) {
        counters.rejected++;
        Session session = connection.session();
        if (session != null) {
            if (!session.ended) {
                end(session, code, reason, nowNs);
            }
            return;
        }
        if (!connection.isClosed()) {
            connection.close();
            routerHandshakes.drop(connection);
            events.onRefused("a connection", code, reason);
            outboxes.sendNow(connection.id, new Reject(code.wireName(), reason));
        }
    }

    /** A session is over; what it had gets its outcomes. */
    void end(Session session, ErrorCode cause, String reason, long nowNs) {
        end(session, cause, reason, List.of(), nowNs);
    }

    /** As above; some REQUESTs were already found not to have been handed to its socket. */
    void end(Session session, ErrorCode cause, String reason, List<WireRecord> handedBackBefore, long nowNs) {
        if (session.ended) {
            return;
        }
        List<WireRecord> handedBack = new ArrayList<>(handedBackBefore);
        Message last = cause == ErrorCode.GOODBYE ? new Goodbye() : new Reject(cause.wireName(), reason);
        handedBack.addAll(outboxes.flushLast(session, last, nowNs));
        session.ended = true;
        sessions.remove(session);
        backpressure.forget(session);
        for (int connectionId : session.connections) {
            Connection connection = sessions.existing(connectionId);
            if (connection != null) {
                routerHandshakes.drop(connection);
                connection.close();
            }
        }
        events.onLeft(session, cause, reason);
        if (session instanceof CellSession cell) {
            registrar.onCellLost(cell, cause, nowNs);
            exchanges.onHandedBack(handedBack, nowNs);
            exchanges.onCellLost(cell, cause);
        } else if (session instanceof GatewaySession gateway) {
            exchanges.onGatewayLost(gateway);
        }
    }

    /**
     * A heartbeat period is over: speaks to everybody, some in each turn, and ends the sessions of those that were silent for
     * too long.
     *
     * @param judge whether the router itself ran throughout the period
     */
    void onPeriod(boolean judge, long nowNs) {
        onPeriod(List.copyOf(sessions.all()).iterator(), judge, nowNs);
        routerHandshakes.onPeriod(nowNs);
    }

    private void onPeriod(Iterator<Session> all, boolean judge, long nowNs) {
        for (int i = 0; i < MAX_PERIODS && all.hasNext(); i++) {
            Session session = all.next();
            if (session.welcomed && !session.ended) {
                onPeriod(session, judge, nowNs);
            }
        }
        if (all.hasNext()) {
            tasks.addForNextTurn(laterNs -> {
                onPeriod(all, judge, laterNs);
                return false;
            });
        }
    }

    private void onPeriod(Session session, boolean judge, long nowNs) {
        if (session.heard || backpressure.isHeld(session)) {
            session.missedPeriods = 0;
        } else if (judge) {
            session.missedPeriods++;
        }
        session.heard = false;
        if (session.missedPeriods >= settings.deadAfterMissed()) {
            end(
                    session,
                    ErrorCode.SILENT,
                    "nothing was heard of it for " + session.missedPeriods + " heartbeats",
                    nowNs);
        } else {
            outboxes.add(session, Heartbeat.of(++session.heartbeatsSent));
        }
    }

    /** From now on nothing new is taken; gateways are told. */
    void startDraining(long nowNs) {
        draining = true;
        drainingSinceNs = nowNs;
        events.onRouterDraining();
        for (Session session : sessions.all()) {
            if (session.kind == PeerKind.GATEWAY) {
                outboxes.add(session, new Drain());
            }
        }
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * Whether every lane of a gateway has answered DRAIN, so that no REQUEST of it is on its way. A gateway that does not
     * answer is waited for {@value #DRAIN_ANSWER_MS} ms.
     */
    boolean haveGatewaysDrained(long nowNs) {
        if (nowNs - drainingSinceNs >= TimeUnit.MILLISECONDS.toNanos(DRAIN_ANSWER_MS)) {
            return true;
        }
        for (Session session : sessions.all()) {
            for (int id : session.kind == PeerKind.GATEWAY ? session.connections : Set.<Integer>of()) {
                Connection lane = sessions.existing(id);
                if (lane != null && !lane.isQuiet()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The router leaves: ends every session, and lets nobody in any more. */
    void sayGoodbye(long nowNs) {
        left = true;
        for (Session session : List.copyOf(sessions.all())) {
            end(session, ErrorCode.GOODBYE, "the router leaves", nowNs);
            tasks.finish(nowNs);
        }
    }
}
