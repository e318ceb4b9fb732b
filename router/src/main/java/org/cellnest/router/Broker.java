package org.cellnest.router;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * All decisions of the router behind one facade: no socket, no thread, no clock. Its owner calls it from one thread, in
 * turns: what came ({@link #onFrame}, {@link #onDisconnected}, {@link #onParsed}), then {@link #onTimers}, then {@link
 * #flush}; and waits for input no longer than until {@link #nextDeadlineNs}. Times are nanoseconds of a monotonic clock.
 */
final class Broker implements Admissions.Gate, Outboxes.Listener {
    /** How soon to try again what a connection did not take, which no receive reports. */
    private static final long RETRY_NS = 2_000_000L;

    private static final int SESSION_ID_BYTES = 16;

    private final BrokerSettings settings;
    private final BrokerEvents events;
    private final RandomGenerator random;
    private final BrokerCounters counters = new BrokerCounters();
    private final Sessions sessions = new Sessions();
    private final RouteTable table = new RouteTable();
    private final Outboxes outboxes;
    private final Registrar registrar;
    private final Exchanges exchanges;
    private final Admissions admissions;
    private final long readyNs;

    private long nextPeriodNs;
    private boolean stalledThisPeriod;
    private boolean draining;
    /** The time of the turn, for what is told in the midst of it. */
    private long turnNs;

    Broker(
            BrokerSettings settings,
            Port port,
            RegistrationParser parser,
            BrokerEvents events,
            RandomGenerator random,
            long nowNs) {
        this.settings = settings;
        this.events = events;
        this.random = random;
        this.outboxes = new Outboxes(port, settings.limits(), settings.maxBacklogBytes());
        this.registrar = new Registrar(settings, table, events);
        this.exchanges = new Exchanges(settings, table, outboxes, counters, random.nextLong(), nowNs);
        this.admissions = new Admissions(settings, parser, outboxes, random, this);
        this.readyNs = nowNs + settings.parkingNs();
        this.nextPeriodNs = nowNs + settings.heartbeatNs();
        this.turnNs = nowNs;
    }

    /** What the router says to whoever connects. */
    static Hello hello(BrokerSettings settings) {
        return new Hello(
                WireRecord.VERSION,
                settings.routerId(),
                settings.incarnation(),
                (int) (settings.heartbeatNs() / 1_000_000L),
                settings.deadAfterMissed(),
                settings.key() != null,
                settings.limits());
    }

    // What came.

    /** A frame from a connection. */
    void onFrame(int connectionId, byte[] frame, long nowNs) {
        turnNs = nowNs;
        Connection connection = sessions.connection(connectionId);
        if (connection.closed) {
            counters.ignoredFrames++;
            return;
        }
        List<WireRecord> records;
        try {
            records = Batch.parse(frame, settings.limits(), type -> counters.unknownTypes++);
        } catch (ProtocolException e) {
            onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
            return;
        }
        for (WireRecord record : records) {
            if (connection.closed) {
                return;
            }
            try {
                onRecord(connection, record, nowNs);
            } catch (ProtocolException e) {
                onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
                return;
            }
        }
    }

    /** A connection has closed; whatever it sent before has come before. */
    void onDisconnected(int connectionId, long nowNs) {
        turnNs = nowNs;
        Connection connection = sessions.forget(connectionId);
        if (connection == null) {
            return;
        }
        admissions.drop(connection);
        Session session = connection.session;
        connection.closed = true;
        if (session != null && !session.ended) {
            end(session, ErrorCode.LANE_LOST, "a connection of its closed", nowNs);
        }
    }

    /** What the parser found in a record that it was given. */
    void onParsed(long token, Parsed parsed, long nowNs) {
        turnNs = nowNs;
        admissions.onParsed(token, parsed, nowNs);
    }

    private void onRecord(Connection connection, WireRecord record, long nowNs) throws ProtocolException {
        Session session = connection.session;
        MessageType type = record.type();
        if (type == null) {
            return;
        }
        if (session == null) {
            onStranger(connection, type, record, nowNs);
            return;
        }
        session.heard = true;
        switch (type) {
            case REQUEST -> onRequest(asGateway(session, type), record, nowNs);
            case CANCEL -> {
                Cancel cancel = (Cancel) MessageCodec.decode(record);
                exchanges.cancel(asGateway(session, type), record.exchange(), cancel.reason());
            }
            case REPLY -> exchanges.reply(asCell(session, type), record, nowNs);
            case REFUSE -> exchanges.refuse(asCell(session, type), record, (Refuse) MessageCodec.decode(record), nowNs);
            case HEARTBEAT -> onHeartbeat(session, (Heartbeat) MessageCodec.decode(record), nowNs);
            case DRAIN -> session.draining = true;
            case GOODBYE -> end(session, ErrorCode.GOODBYE, "it said goodbye", nowNs);
            case REGISTER -> admissions.onRegister(connection, record, nowNs);
            case ROUTES -> admissions.onRoutes(connection, record, nowNs);
            case HELLO, WELCOME, REJECT, CHALLENGE, JOIN, PROVE -> throw unexpected(session, type);
        }
    }

    private void onStranger(Connection connection, MessageType type, WireRecord record, long nowNs)
            throws ProtocolException {
        boolean begun = connection.admission != null;
        switch (type) {
            case REGISTER -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "REGISTER before WELCOME (expected: one)");
                }
                admissions.onRegister(connection, record, nowNs);
            }
            case JOIN -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "JOIN before WELCOME (expected: one)");
                }
                admissions.onJoin(connection, record, nowNs);
            }
            case ROUTES -> admissions.onRoutes(connection, record, nowNs);
            case PROVE -> admissions.onProve(connection, (Prove) MessageCodec.decode(record), nowNs);
            case HEARTBEAT, GOODBYE -> counters.ignoredFrames++;
            default ->
                throw new ProtocolException(
                        ErrorCode.UNEXPECTED, type + " on a lane without a session (expected: REGISTER or JOIN)");
        }
    }

    private void onRequest(GatewaySession gateway, WireRecord record, long nowNs) throws ProtocolException {
        if (!gateway.isFree(record.exchange())) {
            throw new ProtocolException(
                    ErrorCode.UNEXPECTED,
                    "REQUEST in slot " + ExchangeId.slot(record.exchange()) + " (expected: a free one below "
                            + gateway.maxOutstanding + ")");
        }
        if (draining) {
            exchanges.refuseNew(gateway, record, ErrorCode.DRAINING, "the router is going away");
        } else {
            exchanges.submit(gateway, record, nowNs);
        }
    }

    private void onHeartbeat(Session session, Heartbeat heartbeat, long nowNs) {
        session.heartbeatsHeard++;
        if (session instanceof CellSession cell) {
            cell.lastHeartbeat = heartbeat;
            // It may be asked again for what it refused before.
            exchanges.serveParked(cell, nowNs);
        }
    }

    private static GatewaySession asGateway(Session session, MessageType type) throws ProtocolException {
        if (session instanceof GatewaySession gateway) {
            return gateway;
        }
        throw unexpected(session, type);
    }

    private static CellSession asCell(Session session, MessageType type) throws ProtocolException {
        if (session instanceof CellSession cell) {
            return cell;
        }
        throw unexpected(session, type);
    }

    private static ProtocolException unexpected(Session session, MessageType type) {
        return new ProtocolException(ErrorCode.UNEXPECTED, type + " from " + session + " (expected: never)");
    }

    // Who is here.

    @Override
    public void onRegistration(Admission admission, Register register, long nowNs) {
        Connection connection = admission.connection;
        Session session = connection.session;
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
        List<DeploymentVerdict> verdicts = List.of();
        int maxOutstanding = 0;
        if (session instanceof GatewaySession gateway) {
            maxOutstanding = gateway.maxOutstanding;
        } else if (session instanceof CellSession cell) {
            cell.update(register);
            Set<Route> touched = new LinkedHashSet<>();
            verdicts = registrar.apply(cell, register, admission.routes, admission.invalid, touched);
            welcome(session, maxOutstanding, verdicts);
            exchanges.rematch(touched, nowNs);
            exchanges.rematchUnrouted(nowNs);
            exchanges.serveParked(cell, nowNs);
            return;
        }
        welcome(session, maxOutstanding, verdicts);
    }

    private void welcome(Session session, int maxOutstanding, List<DeploymentVerdict> verdicts) {
        outboxes.add(session, new Welcome(session.id, session.revision, exchanges.isReady(), maxOutstanding, verdicts));
    }

    private @Nullable Session open(Connection connection, Register register, long nowNs) {
        Session holder = sessions.ofPeer(register.kind(), register.id());
        if (holder != null) {
            if (holder.incarnation.equals(register.incarnation())) {
                end(holder, ErrorCode.REPLACED, "it registered anew", nowNs);
            } else if (holder.missedPeriods > 0) {
                end(holder, ErrorCode.SILENT, "it was silent and another took its place", nowNs);
            } else {
                onOffence(connection, ErrorCode.ID_IN_USE, "another live peer has the id " + register.id(), nowNs);
                return null;
            }
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
        Outbox outbox = new Outbox(connection.id);
        Session session = register.kind() == PeerKind.CELL
                ? new CellSession(sessionId, register, outbox)
                : new GatewaySession(sessionId, register, outbox, settings.maxOutstanding());
        connection.session = session;
        sessions.add(session);
        events.onJoined(session.kind, session.peerId, session.id);
        if (draining) {
            outboxes.add(session, new Drain());
        }
        return session;
    }

    @Override
    public void onJoin(Admission admission, Join join, long nowNs) {
        Connection connection = admission.connection;
        Session session = sessions.get(join.session());
        if (session == null) {
            onOffence(connection, ErrorCode.SESSION, "the session has ended", nowNs);
        } else if (!session.lanes.add(join.lane())) {
            onOffence(connection, ErrorCode.UNEXPECTED, "lane " + join.lane() + " has joined before", nowNs);
        } else {
            connection.session = session;
            connection.lane = join.lane();
            session.connections.add(connection.id);
            int maxOutstanding = session instanceof GatewaySession gateway ? gateway.maxOutstanding : 0;
            outboxes.sendNow(
                    connection.id,
                    new Welcome(session.id, session.revision, exchanges.isReady(), maxOutstanding, List.of()));
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
        Session session = connection.session;
        if (session != null) {
            if (!session.ended) {
                end(session, code, reason, nowNs);
            }
            return;
        }
        if (!connection.closed) {
            connection.closed = true;
            admissions.drop(connection);
            events.onRefused("a connection", code, reason);
            outboxes.sendNow(connection.id, new Reject(code.wireName(), reason));
        }
    }

    private void end(Session session, ErrorCode cause, String reason, long nowNs) {
        end(session, cause, reason, List.of(), nowNs);
    }

    private void end(Session session, ErrorCode cause, String reason, List<WireRecord> handedBackBefore, long nowNs) {
        if (session.ended) {
            return;
        }
        List<WireRecord> handedBack = new ArrayList<>(handedBackBefore);
        Message last = cause == ErrorCode.GOODBYE ? new Goodbye() : new Reject(cause.wireName(), reason);
        handedBack.addAll(outboxes.flushLast(session, last));
        session.ended = true;
        sessions.remove(session);
        for (int connectionId : session.connections) {
            Connection connection = sessions.existing(connectionId);
            if (connection != null) {
                admissions.drop(connection);
                connection.closed = true;
            }
        }
        events.onLeft(session.kind, session.peerId, session.id, cause, reason);
        if (session instanceof CellSession cell) {
            registrar.onCellLost(cell, nowNs);
            exchanges.onHandedBack(handedBack, nowNs);
            exchanges.onCellLost(cell, cause == ErrorCode.SILENT);
        } else if (session instanceof GatewaySession gateway) {
            exchanges.onGatewayLost(gateway);
        }
    }

    // What could not be sent.

    @Override
    public void onBlocked(Session session, List<WireRecord> handedBack) {
        if (session instanceof CellSession cell) {
            cell.blocked = true;
            exchanges.onHandedBack(handedBack, turnNs);
        }
    }

    @Override
    public void onClear(Session session) {
        if (session instanceof CellSession cell && cell.blocked) {
            cell.blocked = false;
            exchanges.serveParked(cell, turnNs);
        }
    }

    @Override
    public void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack) {
        if (tooSlow) {
            String reason = "it left " + settings.maxBacklogBytes() + " bytes unread";
            end(session, ErrorCode.SLOW, reason, handedBack, turnNs);
        } else {
            end(session, ErrorCode.LANE_LOST, "its connection is gone", handedBack, turnNs);
        }
    }

    // Time.

    /**
     * The router itself was stopped for a while. What came meanwhile is to be taken in, then {@link #release}d; the time
     * counts against nobody's liveness.
     */
    void hold(long gapNs) {
        stalledThisPeriod = true;
        exchanges.hold(gapNs);
    }

    /** All that waited has been taken in. */
    void release(long nowNs) {
        turnNs = nowNs;
        exchanges.release(sessions.cells(), nowNs);
    }

    /** Does what is due. */
    void onTimers(long nowNs) {
        turnNs = nowNs;
        exchanges.onTimers(nowNs);
        if (registrar.nextTimerNs() - nowNs <= 0) {
            Set<Route> touched = new LinkedHashSet<>();
            registrar.onTimers(nowNs, touched);
            exchanges.rematch(touched, nowNs);
        }
        if (!exchanges.isReady() && nowNs - readyNs >= 0) {
            exchanges.becomeReady(nowNs);
        }
        if (nowNs - nextPeriodNs >= 0) {
            onPeriod(nowNs);
            nextPeriodNs = nowNs + settings.heartbeatNs();
        }
    }

    private void onPeriod(long nowNs) {
        boolean judge = !stalledThisPeriod;
        stalledThisPeriod = false;
        for (Session session : new ArrayList<>(sessions.all())) {
            if (session.heard) {
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
        admissions.onPeriod(nowNs);
    }

    /** When {@link #onTimers} or {@link #flush} next has something to do. */
    long nextDeadlineNs(long nowNs) {
        long next = Math.min(nextPeriodNs, Math.min(exchanges.nextTimerNs(), registrar.nextTimerNs()));
        if (!exchanges.isReady()) {
            next = Math.min(next, readyNs);
        }
        return outboxes.isWaiting() ? Math.min(next, nowNs + RETRY_NS) : next;
    }

    /** Sends what this turn has produced. */
    void flush(long nowNs) {
        turnNs = nowNs;
        outboxes.flush(this);
    }

    // The end.

    /** From now on nothing new is taken; gateways are told. */
    void startDraining() {
        draining = true;
        for (Session session : sessions.all()) {
            if (session.kind == PeerKind.GATEWAY) {
                outboxes.add(session, new Drain());
            }
        }
    }

    /** Whether no request is left. */
    boolean isIdle() {
        return exchanges.inFlight() == 0 && exchanges.parkedRequests() == 0 && !outboxes.isWaiting();
    }

    /** Tells everybody that the router leaves. */
    void sayGoodbye() {
        broadcast(new Goodbye());
    }

    private void broadcast(Message message) {
        for (Session session : sessions.all()) {
            outboxes.add(session, message);
        }
    }

    // Figures.

    /** Figures of this moment, for other threads to read. */
    BrokerStatus status() {
        int cells = 0;
        int gateways = 0;
        for (Session session : sessions.all()) {
            if (session.kind == PeerKind.CELL) {
                cells++;
            } else {
                gateways++;
            }
        }
        return new BrokerStatus(
                exchanges.isReady(),
                draining,
                cells,
                gateways,
                table.size(),
                exchanges.inFlight(),
                exchanges.parkedRequests(),
                exchanges.parkedBytes(),
                exchanges.retainedBytes(),
                exchanges.timerCount(),
                admissions.size(),
                sessions.connectionCount(),
                counters.copy());
    }
}
