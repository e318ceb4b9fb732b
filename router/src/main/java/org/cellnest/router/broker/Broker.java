package org.cellnest.router.broker;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the router: wires its parts behind one facade, without a socket, a thread or a clock.
 *
 * <p>Its owner calls it from one thread, in turns: input ({@link #onFrame}, {@link #onDisconnected}, {@link
 * #onParsed}), then {@link #onTimers}, then {@link #flush}. The owner waits for input no longer than until {@link
 * #nextDeadlineNs}. Times are nanoseconds of a monotonic clock. Work whose length depends on input from a peer is done
 * in pieces, one in a turn ({@link Tasks}).
 */
public final class Broker {
    /**
     * The delay before output that a connection did not take is sent again; a connection with room again may end a
     * receive sooner.
     */
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
    private final Inbox inbox;
    private final FlowControl flowControl;
    private final OperatorCommands operators;
    private final long readyNs;

    private boolean overloaded;

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
                new RequestObservers(counters, metrics, tracer),
                tasks,
                random.nextLong(),
                nowNs);
        this.members = new Membership(
                settings, events, counters, random, outboxes, backpressure, exchanges, table, tasks, parser, nowNs);
        this.registrar = members.registrar();
        this.describeResponder =
                new DescribeResponder(table, outboxes, settings.limits().maxRoutesPageBytes());
        this.inbox = new Inbox(settings.limits(), members, exchanges, describeResponder, events, counters, metrics);
        this.flowControl = new FlowControl(members, exchanges, backpressure, settings.deadNs());
        this.operators = new OperatorCommands(members, members.operatorDecisions(), exchanges, outboxes, events);
        this.readyNs = nowNs + settings.parkingNs();
    }

    /** Creates the HELLO that greets each new connection. */
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

    // Input.

    /** Accepts a frame from a connection, borrowed until {@link #onTurnEnd}. */
    public void onFrame(int connectionId, Bytes frame, long nowNs) {
        inbox.onFrame(connectionId, frame, nowNs);
    }

    /**
     * Accepts the end of a connection, after all its frames.
     *
     * @param reason empty where it just closed
     */
    public void onDisconnected(int connectionId, String reason, long nowNs) {
        members.onDisconnected(connectionId, reason, nowNs);
    }

    /** Accepts the parser's result for a record. */
    public void onParsed(long token, ParsedRegistration parsedRegistration, long nowNs) {
        members.routerHandshakes().onParsed(token, parsedRegistration, nowNs);
    }

    // Time.

    /**
     * Excuses a time in which the router itself was stopped: it counts against no peer's liveness. The owner passes the
     * waiting input before it calls {@link #release}.
     */
    public void hold(long gapNs) {
        members.heartbeatPeriods().onStall();
        exchanges.hold(gapNs);
    }

    /** Resumes after {@link #hold}, once all waiting input has been passed. */
    public void release(long nowNs) {
        outboxes.excuse(nowNs);
        backpressure.excuse(nowNs);
        exchanges.release(members.sessions().cells());
    }

    /** Performs the work that is due, and one piece of longer work. */
    public void onTimers(long nowNs) {
        exchanges.onTimers(nowNs);
        exchanges.streams().onTurn();
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

    /** Whether some work is only partly done, so that the next turn should follow at once. */
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

    /** Returns the time when {@link #onTimers} or {@link #flush} next has something to do. */
    public long nextDeadlineNs(long nowNs) {
        if (isBusy()) {
            return nowNs;
        }
        long next = Math.min(exchanges.nextTimerNs(), registrar.nextTimerNs());
        next = Math.min(next, members.heartbeatPeriods().nextNs());
        if (!exchanges.isReady()) {
            next = Math.min(next, readyNs);
        }
        if (members.isDraining()) {
            next = Math.min(next, members.drainAnswersDueNs(nowNs));
        }
        return outboxes.isWaiting() || exchanges.streams().isHolding() ? Math.min(next, nowNs + RETRY_NS) : next;
    }

    /** Sends the output of this turn. */
    public void flush(long nowNs) {
        outboxes.flush(flowControl, nowNs);
    }

    /** Ends a turn after all its output is sent. */
    public void onTurnEnd(long nowNs) {
        exchanges.onTurnEnd(nowNs);
    }

    // The end.

    /** Accepts no new requests from now on, and notifies gateways to send none. */
    public void startDraining(long nowNs) {
        members.startDraining(nowNs);
    }

    /**
     * Whether no request is left or on its way: each lane of a gateway has answered DRAIN, or its time to answer has
     * passed.
     */
    public boolean isDrained(long nowNs) {
        return isIdle() && members.haveGatewaysDrained(nowNs);
    }

    /** Whether no request is left. */
    boolean isIdle() {
        return exchanges.inFlight() == 0 && exchanges.parkedRequests() == 0 && !outboxes.isWaiting();
    }

    /** Ends every session, since the router leaves. */
    public void sayGoodbye(long nowNs) {
        members.sayGoodbye(nowNs);
    }

    // Operators.

    /** Returns the commands for operators. */
    public OperatorCommands operators() {
        return operators;
    }

    public Sessions sessions() {
        return members.sessions();
    }

    RouteTable table() {
        return table;
    }

    OperatorDecisions operatorDecisions() {
        return members.operatorDecisions();
    }

    /** Returns the maximum time of a request whose route sets no timeout. */
    long requestTimeoutNs() {
        return settings.requestTimeoutNs();
    }

    boolean isReady() {
        return exchanges.isReady();
    }

    // Metrics.

    /** Returns the metrics; any thread may read them. */
    public BrokerMetrics metrics() {
        return metrics;
    }

    /** Returns the routes that have answered at least one request. Any thread. */
    public ActiveRoutes activeRoutes() {
        return table.asked();
    }

    /** Returns all sessions. Any thread, which may read slightly outdated state of them. */
    public List<Session> publishedSessions() {
        return members.sessions().published();
    }

    /** Returns a snapshot of the broker's numbers, for other threads. */
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
                counters.counts());
    }
}
