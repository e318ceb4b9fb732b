package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
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
 * Opens and ends sessions, and notifies {@link Registrar} and {@link Exchanges} of both. Used by the broker's thread
 * alone.
 *
 * <pre>
 *   OPEN     -> DRAINING, LEFT    DRAINING: gateways are notified, and nothing new is taken
 *   DRAINING -> LEFT              LEFT: every session has ended, and none is opened
 * </pre>
 */
final class Membership implements RouterHandshakes.Gate, Registrar.Listener, HeartbeatPeriods.Listener {
    enum State {
        OPEN,
        DRAINING,
        LEFT
    }

    private static final long DRAIN_ANSWER_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int SESSION_ID_BYTES = 16;

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
    private final HeartbeatPeriods heartbeatPeriods;
    private final Sessions sessions = new Sessions();
    private final OperatorDecisions operatorDecisions = new OperatorDecisions();

    private State state = State.OPEN;
    private long drainingSinceNs;

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
            RegistrationParser parser,
            long nowNs) {
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
        this.heartbeatPeriods = new HeartbeatPeriods(settings, sessions, outboxes, backpressure, tasks, this, nowNs);
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

    HeartbeatPeriods heartbeatPeriods() {
        return heartbeatPeriods;
    }

    /**
     * Ends the session of a connection that has ended.
     *
     * @param reason empty where it just closed
     */
    void onDisconnected(int connectionId, String reason, long nowNs) {
        Connection connection = sessions.forget(connectionId);
        if (connection == null) {
            return;
        }
        routerHandshakes.drop(connection);
        backpressure.forget(connectionId);
        Session session = connection.session();
        connection.close();
        if (session != null && !session.isEnded()) {
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
        } else if (session.isEnded()) {
            return;
        } else if (session.kind != register.kind()
                || !session.peerId.equals(register.id())
                || !session.incarnation.equals(register.incarnation())
                || register.revision() <= session.revision()) {
            onOffence(
                    connection,
                    ErrorCode.UNEXPECTED,
                    "revision " + register.revision() + " of " + register.id() + " (expected: one above "
                            + session.revision() + " of " + session.peerId + ", as it registered)",
                    nowNs);
            return;
        }
        session.onRevision(register.revision());
        if (session instanceof GatewaySession gateway) {
            welcome(session, register.revision(), gateway.maxOutstanding, List.of());
        } else if (session instanceof CellSession cell) {
            registrar.register(cell, register, routerHandshake.routes(), routerHandshake.invalid());
        }
    }

    @Override
    public void onStanding(CellSession cell, Register register, List<DeploymentVerdict> verdicts, long nowNs) {
        cell.failureReports.onStanding(register, events);
        cell.forgetLoads();
        welcome(cell, register.revision(), 0, verdicts);
        exchanges.rematchUnrouted();
        exchanges.serveParked(cell, nowNs);
    }

    private void welcome(Session session, long revision, int maxOutstanding, List<DeploymentVerdict> verdicts) {
        outboxes.add(session, new Welcome(session.id, revision, exchanges.isReady(), maxOutstanding, verdicts));
        if (session.welcome() && isDraining()) {
            outboxes.add(session, new Drain());
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
            } else if (holder.missedPeriods() > 0) {
                end(holder, ErrorCode.SILENT, "it was silent and another took its place", nowNs);
            } else {
                onOffence(connection, ErrorCode.ID_IN_USE, "another live peer has the id " + register.id(), nowNs);
                return null;
            }
        }
        if (state == State.LEFT) {
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
        PrimaryLane primary = new PrimaryLane(connection.id, outboxes.addressOf(connection.id), key);
        Session session = register.kind() == PeerKind.CELL
                ? newCellSession(register, primary, nowNs)
                : new GatewaySession(
                        newSessionId(), sessions.nextNumber(), register, primary, settings.maxOutstanding(), nowNs);
        connection.join(session, session.outbox);
        sessions.add(session);
        events.onJoined(session);
        return session;
    }

    private CellSession newCellSession(Register register, PrimaryLane primary, long nowNs) {
        CellSession cell = new CellSession(newSessionId(), sessions.nextNumber(), register, primary, nowNs);
        if (operatorDecisions.isDrained(cell.peerId)) {
            cell.drain();
        }
        return cell;
    }

    private String newSessionId() {
        byte[] id = new byte[SESSION_ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
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
        } else if (!session.join(join.lane(), connection)) {
            onOffence(connection, ErrorCode.UNEXPECTED, "lane " + join.lane() + " has joined before", nowNs);
        } else {
            int maxOutstanding = session instanceof GatewaySession gateway ? gateway.maxOutstanding : 0;
            outboxes.sendNow(
                    connection.id,
                    new Welcome(
                            session.id, session.standingRevision(), exchanges.isReady(), maxOutstanding, List.of()));
        }
    }

    @Override
    public @Nullable Session session(String id) {
        return sessions.get(id);
    }

    /**
     * Ends the session of a peer that violated the protocol, or rejects an unidentified peer's connection and ignores
     * it from now on.
     */
    @Override
    public void onOffence(Connection connection, ErrorCode code, String reason, long nowNs) {
        counters.onRejected();
        Session session = connection.session();
        if (session != null) {
            if (!session.isEnded()) {
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

    /** Ends a session; its requests get their outcomes. */
    void end(Session session, ErrorCode cause, String reason, long nowNs) {
        end(session, cause, reason, List.of(), nowNs);
    }

    /**
     * Ends a session; its requests get their outcomes.
     *
     * @param handedBackBefore REQUESTs that are known not to have been handed to its socket
     */
    void end(Session session, ErrorCode cause, String reason, List<WireRecord> handedBackBefore, long nowNs) {
        if (session.isEnded()) {
            return;
        }
        List<WireRecord> handedBack = new ArrayList<>(handedBackBefore);
        Message last = cause == ErrorCode.GOODBYE ? new Goodbye() : new Reject(cause.wireName(), reason);
        handedBack.addAll(outboxes.flushLast(session, last, nowNs));
        session.end();
        sessions.remove(session);
        backpressure.forget(session);
        for (int connectionId : session.connections()) {
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

    @Override
    public void onSilent(Session session, int periods, long nowNs) {
        end(session, ErrorCode.SILENT, "nothing was heard of it for " + periods + " heartbeats", nowNs);
    }

    /** Accepts no new requests from now on, and notifies gateways to send none. */
    void startDraining(long nowNs) {
        become(State.DRAINING);
        drainingSinceNs = nowNs;
        events.onRouterDraining();
        for (Session session : sessions.all()) {
            if (session.kind == PeerKind.GATEWAY) {
                outboxes.add(session, new Drain());
            }
        }
    }

    boolean isDraining() {
        return state != State.OPEN;
    }

    /**
     * Whether every lane of a gateway has answered DRAIN, so that no REQUEST of it is on its way. The wait for such an
     * answer ends after a second.
     */
    boolean haveGatewaysDrained(long nowNs) {
        if (nowNs - drainingSinceNs >= DRAIN_ANSWER_NS) {
            return true;
        }
        for (Session session : sessions.all()) {
            for (int id : session.kind == PeerKind.GATEWAY ? session.connections() : Set.<Integer>of()) {
                Connection lane = sessions.existing(id);
                if (lane != null && !lane.isQuiet()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the end of the wait for answers to DRAIN; once it has passed, the greatest time. */
    long drainAnswersDueNs(long nowNs) {
        long dueNs = drainingSinceNs + DRAIN_ANSWER_NS;
        return nowNs - dueNs < 0 ? dueNs : Long.MAX_VALUE;
    }

    /** Ends every session and opens no more, since the router leaves. */
    void sayGoodbye(long nowNs) {
        become(State.LEFT);
        for (Session session : List.copyOf(sessions.all())) {
            end(session, ErrorCode.GOODBYE, "the router leaves", nowNs);
            tasks.finish(nowNs);
        }
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case OPEN -> next != State.OPEN;
            case DRAINING -> next == State.LEFT;
            case LEFT -> false;
        };
        if (!legal) {
            throw new IllegalStateException("the router's membership: " + state + " to " + next);
        }
        state = next;
    }
}
