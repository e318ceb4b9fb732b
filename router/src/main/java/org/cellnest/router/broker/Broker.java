package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * All decisions of the router behind one facade: no socket, no thread, no clock. Its owner calls it from one thread, in
 * turns: what came ({@link #onFrame}, {@link #onDisconnected}, {@link #onParsed}), then {@link #onTimers}, then {@link
 * #flush}; and waits for input no longer than until {@link #nextDeadlineNs}. Times are nanoseconds of a monotonic clock.
 * Work whose length depends on what a peer has sent is done in pieces, one in a turn ({@link Tasks}).
 */
public final class Broker implements Outboxes.Listener {
    /** How soon to try again what a connection did not take, unless a receive ends sooner since it takes more. */
    private static final long RETRY_NS = 2_000_000L;

    private final BrokerSettings settings;
    private final BrokerEvents events;
    private final BrokerCounters counters = new BrokerCounters();
    private final RouteTable table = new RouteTable();
    private final BrokerMetrics metrics = new BrokerMetrics(table.asked());
    private final Tasks tasks;
    private final Outboxes outboxes;
    private final Backpressure backpressure;
    private final Registrar registrar;
    private final Exchanges exchanges;
    private final Membership members;
    private final DescribeResponder describeResponder;
    private final long readyNs;

    private boolean overloaded;
    /** The time of the turn, for what is told in the midst of it. */
    private long turnNs;

    public Broker(
            BrokerSettings settings,
            FrameSink frameSink,
            RegistrationParser parser,
            BrokerEvents events,
            @Nullable Tracer tracer,
            RandomGenerator random,
            TimeSlice slice,
            long nowNs) {
        this.settings = settings;
        this.events = events;
        this.tasks = new Tasks(slice);
        this.outboxes = new Outboxes(frameSink, settings.limits(), settings.deadNs(), metrics);
        this.backpressure = new Backpressure(frameSink, counters, settings.outboxBytes(), settings.heartbeatNs());
        this.exchanges = new Exchanges(
                settings,
                table,
                outboxes,
                backpressure,
                events,
                counters,
                metrics,
                tasks,
                tracer,
                random.nextLong(),
                nowNs);
        this.members = new Membership(
                settings, events, counters, random, outboxes, backpressure, exchanges, table, tasks, parser, nowNs);
        this.registrar = members.registrar();
        this.describeResponder =
                new DescribeResponder(table, outboxes, settings.limits().maxRoutesPageBytes());
        this.readyNs = nowNs + settings.parkingNs();
        this.turnNs = nowNs;
    }

    /** What the router says to whoever connects. */
    public static Hello hello(BrokerSettings settings) {
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
    public void onFrame(int connectionId, byte[] frame, long nowNs) {
        turnNs = nowNs;
        Connection connection = members.sessions().connection(connectionId);
        if (connection.isClosed()) {
            counters.ignoredFrames++;
            return;
        }
        Session session = connection.session();
        if (session != null) {
            session.onHeard(nowNs);
            metrics.onReceived(session.kind, frame.length);
        }
        List<WireRecord> records;
        try {
            records = Batch.parse(frame, settings.limits(), type -> counters.unknownTypes++);
        } catch (ProtocolException e) {
            members.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
            return;
        }
        for (WireRecord record : records) {
            if (connection.isClosed()) {
                return;
            }
            try {
                onRecord(connection, record, nowNs);
            } catch (ProtocolException e) {
                members.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
                return;
            }
        }
    }

    /**
     * A connection has ended; whatever it sent before has come before.
     *
     * @param reason empty where it just closed
     */
    public void onDisconnected(int connectionId, String reason, long nowNs) {
        turnNs = nowNs;
        members.onDisconnected(connectionId, reason, nowNs);
    }

    /** What the parser found in a record that it was given. */
    public void onParsed(long token, ParsedRegistration parsedRegistration, long nowNs) {
        turnNs = nowNs;
        members.routerHandshakes().onParsed(token, parsedRegistration, nowNs);
    }

    private void onRecord(Connection connection, WireRecord record, long nowNs) throws ProtocolException {
        Session session = connection.session();
        MessageType type = record.type();
        if (type == null) {
            return;
        }
        if (session == null) {
            onStranger(connection, type, record, nowNs);
            return;
        }
        switch (type) {
            case REQUEST -> onRequest(asGateway(session, type), connection, record, nowNs);
            case CANCEL -> {
                Cancel cancel = (Cancel) MessageCodec.decode(record);
                exchanges.cancel(asGateway(session, type), record.exchange(), cancel.reason(), nowNs);
            }
            case REPLY -> exchanges.reply(asCell(session, type), connection.id, record, nowNs);
            case REFUSE -> exchanges.refuse(asCell(session, type), record, (Refuse) MessageCodec.decode(record), nowNs);
            case HEARTBEAT -> onHeartbeat(session, (Heartbeat) MessageCodec.decode(record), nowNs);
            case DRAIN -> onDrain(session, connection);
            case GOODBYE -> members.end(session, ErrorCode.GOODBYE, "it said goodbye", nowNs);
            case REGISTER -> members.routerHandshakes().onRegister(connection, record, nowNs);
            case ROUTES -> members.routerHandshakes().onRoutes(connection, record, nowNs);
            case DESCRIBE ->
                describeResponder.onDescribe(asGateway(session, type), (Describe) MessageCodec.decode(record));
            case HELLO, WELCOME, REJECT, CHALLENGE, JOIN, PROVE, DESCRIPTION, DEADLINE, LOG_LEVEL ->
                throw unexpected(session, type);
        }
    }

    private void onStranger(Connection connection, MessageType type, WireRecord record, long nowNs)
            throws ProtocolException {
        boolean begun = connection.handshake() != null;
        switch (type) {
            case REGISTER -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "REGISTER before WELCOME (expected: one)");
                }
                members.routerHandshakes().onRegister(connection, record, nowNs);
            }
            case JOIN -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "JOIN before WELCOME (expected: one)");
                }
                members.routerHandshakes().onJoin(connection, record, nowNs);
            }
            case ROUTES -> members.routerHandshakes().onRoutes(connection, record, nowNs);
            case PROVE -> members.routerHandshakes().onProve(connection, (Prove) MessageCodec.decode(record), nowNs);
            case HEARTBEAT, GOODBYE -> counters.ignoredFrames++;
            default ->
                throw new ProtocolException(
                        ErrorCode.UNEXPECTED, type + " on a lane without a session (expected: REGISTER or JOIN)");
        }
    }

    private void onRequest(GatewaySession gateway, Connection by, WireRecord record, long nowNs)
            throws ProtocolException {
        if (!gateway.isFree(record.exchange())) {
            throw new ProtocolException(
                    ErrorCode.UNEXPECTED,
                    "REQUEST in slot " + ExchangeId.slot(record.exchange()) + " (expected: a free one below "
                            + gateway.maxOutstanding + ")");
        }
        Outbox lane = by.outbox();
        Outbox answers = lane == null ? gateway.outbox : lane;
        if (members.isDraining()) {
            exchanges.refuseNew(answers, record, ErrorCode.DRAINING, "the router is going away");
        } else {
            exchanges.submit(gateway, answers, record, nowNs);
        }
    }

    private void onDrain(Session session, Connection connection) {
        if (session instanceof GatewaySession) {
            connection.onDrained();
        } else if (session.startDraining()) {
            events.onDraining(session.kind, session.peerId);
        }
    }

    private void onHeartbeat(Session session, Heartbeat heartbeat, long nowNs) {
        session.onHeartbeat(heartbeat);
        if (session instanceof CellSession cell) {
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

    // What could not be sent.

    @Override
    public void onBlocked(Session session, List<WireRecord> handedBack) {
        if (session instanceof CellSession cell) {
            cell.blocked = true;
            exchanges.onHandedBack(handedBack, turnNs);
        }
        backpressure.review(session, turnNs);
    }

    @Override
    public void onClear(Session session) {
        backpressure.review(session, turnNs);
        if (session instanceof CellSession cell && cell.blocked) {
            cell.blocked = false;
            exchanges.serveParked(cell, turnNs);
        }
    }

    @Override
    public void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack) {
        if (tooSlow) {
            String reason = "it read nothing of what was sent to it for " + settings.deadNs() / 1_000_000L + " ms";
            members.end(session, ErrorCode.SLOW, reason, handedBack, turnNs);
        } else {
            members.end(session, ErrorCode.LANE_LOST, ConnectionEnd.CLOSED, handedBack, turnNs);
        }
    }

    // Time.

    /**
     * The router itself was stopped for a while. What came meanwhile is to be taken in, then {@link #release}d; the time
     * counts against nobody's liveness.
     */
    public void hold(long gapNs) {
        members.heartbeatPeriods().onStall();
        exchanges.hold(gapNs);
    }

    /** All that waited has been taken in. */
    public void release(long nowNs) {
        turnNs = nowNs;
        outboxes.excuse(nowNs);
        backpressure.excuse(nowNs);
        exchanges.release(members.sessions().cells());
    }

    /** Does what is due, and a piece of the work that takes longer. */
    public void onTimers(long nowNs) {
        turnNs = nowNs;
        exchanges.onTimers(nowNs);
        describeResponder.onTurn();
        if (registrar.nextTimerNs() - nowNs <= 0) {
            registrar.onTimers(nowNs);
        }
        if (!exchanges.isReady() && nowNs - readyNs >= 0) {
            exchanges.becomeReady();
            events.onReady();
        }
        if (nowNs - members.heartbeatPeriods().nextNs() >= 0) {
            members.heartbeatPeriods().end(nowNs);
            members.routerHandshakes().onPeriod(nowNs);
        }
        tasks.onTurn(nowNs);
        judgeLoad();
    }

    /** Whether some work is done in part: a turn should follow at once. */
    public boolean isBusy() {
        return describeResponder.isWaiting() || tasks.isWaiting();
    }

    private void judgeLoad() {
        if (exchanges.isOverloaded() != overloaded) {
            overloaded = !overloaded;
            if (overloaded) {
                events.onOverloaded(exchanges.parkedRequests());
            } else {
                events.onRelieved(exchanges.parkedRequests());
            }
        }
    }

    /** When {@link #onTimers} or {@link #flush} next has something to do. */
    public long nextDeadlineNs(long nowNs) {
        if (isBusy()) {
            return nowNs;
        }
        long next = Math.min(exchanges.nextTimerNs(), registrar.nextTimerNs());
        next = Math.min(next, members.heartbeatPeriods().nextNs());
        if (!exchanges.isReady()) {
            next = Math.min(next, readyNs);
        }
        return outboxes.isWaiting() ? Math.min(next, nowNs + RETRY_NS) : next;
    }

    /** Sends what this turn has produced. */
    public void flush(long nowNs) {
        turnNs = nowNs;
        outboxes.flush(this, nowNs);
    }

    /** What this turn has produced is sent. */
    public void onTurnEnd(long nowNs) {
        metrics.onTurnEnd(nowNs);
    }

    // The end.

    /** From now on nothing new is taken; gateways are told. */
    public void startDraining(long nowNs) {
        members.startDraining(nowNs);
    }

    /** Whether no request is left, nor one on its way: each lane of a gateway has answered DRAIN, or had its time to. */
    public boolean isDrained(long nowNs) {
        return isIdle() && members.haveGatewaysDrained(nowNs);
    }

    /** Whether no request is left. */
    boolean isIdle() {
        return exchanges.inFlight() == 0 && exchanges.parkedRequests() == 0 && !outboxes.isWaiting();
    }

    /** Tells everybody that the router leaves. */
    public void sayGoodbye(long nowNs) {
        members.sayGoodbye(nowNs);
    }

    // What operators see and say.

    public Sessions sessions() {
        return members.sessions();
    }

    RouteTable table() {
        return table;
    }

    public OperatorDecisions operatorDecisions() {
        return members.operatorDecisions();
    }

    /** The longest that a request takes whose route sets no bound. */
    long requestTimeoutNs() {
        return settings.requestTimeoutNs();
    }

    boolean isReady() {
        return exchanges.isReady();
    }

    /** A cell gets nothing new from now on, in this session and those that follow. */
    public void drain(CellSession cell) {
        cell.drain();
        events.onDrained(cell.peerId);
    }

    /** Has the cells that serve a deployment log what it says from another level on. Returns their ids. */
    public List<String> changeLogLevel(LogLevel change) {
        List<String> cellIds = new ArrayList<>();
        for (CellSession cell : members.sessions().cells()) {
            if (serves(cell, change.deployment())) {
                outboxes.add(cell, change);
                cellIds.add(cell.peerId);
            }
        }
        return cellIds;
    }

    private static boolean serves(CellSession cell, String deployment) {
        return cell.registered().deployments().stream()
                .anyMatch(info -> info.name().equals(deployment));
    }

    /** What was said of a cell is taken back. */
    public void resume(String cellId, long nowNs) {
        turnNs = nowNs;
        members.operatorDecisions().resume(cellId);
        events.onResumed(cellId);
        if (members.sessions().ofPeer(PeerKind.CELL, cellId) instanceof CellSession cell && cell.resume()) {
            exchanges.serveParked(cell, nowNs);
        }
    }

    /** A cell's session ends; what it has in flight gets its outcomes. */
    public void kick(CellSession cell, long nowNs) {
        turnNs = nowNs;
        members.end(cell, ErrorCode.KICKED, "an operator has sent it away", nowNs);
    }

    // Figures.

    /** What is measured; for any thread to read. */
    public BrokerMetrics metrics() {
        return metrics;
    }

    /** The routes that have answered anything; for any thread. */
    public ActiveRoutes activeRoutes() {
        return table.asked();
    }

    /** Who is registered; for any thread, which may read what sessions say of themselves a little late. */
    public List<Session> publishedSessions() {
        return members.sessions().published();
    }

    /** Figures of this moment, for other threads to read. */
    public BrokerStatus status() {
        int cells = 0;
        int gateways = 0;
        for (Session session : members.sessions().all()) {
            if (session.kind == PeerKind.CELL) {
                cells++;
            } else {
                gateways++;
            }
        }
        return new BrokerStatus(
                exchanges.isReady(),
                members.isDraining(),
                cells,
                gateways,
                table.size(),
                exchanges.inFlight(),
                exchanges.parkedRequests(),
                exchanges.parkedBytes(),
                exchanges.retainedBytes(),
                exchanges.timerCount(),
                members.routerHandshakes().size(),
                members.sessions().connectionCount(),
                counters.copy());
    }
}
