package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.cellnest.http.FieldRules;
import org.cellnest.http.TraceParent;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Every request that the router has, from REQUEST to the last record about it: each gets exactly one answer, whatever
 * happens, and is started at most twice. Used by the broker's thread alone.
 */
final class Exchanges {
    private static final int MAX_REFUSALS = 3;
    private static final int MAX_STARTS = 2;
    /** The most requests that a cell is given at once of those that wait. */
    static final int MAX_SERVED = 64;
    /** The most slots that are looked at in one step. */
    private static final int MAX_LOOKED_AT = 256;

    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;
    /** No request is older than a day or two. */
    private static final int MAX_AGE_DIGITS = 9;
    /** Requests that are answered sooner cost no notice of their deadline. */
    private static final long NOTICE_NS = 25 * MS;

    private final BrokerSettings settings;
    private final RouteTable routes;
    private final Outboxes outboxes;
    private final Backpressure backpressure;
    private final BrokerEvents events;
    private final BrokerCounters counters;
    private final BrokerMetrics metrics;
    private final CellDispatcher cellDispatcher;
    private final DeadlineWheel timers;
    private final ParkingLot lot;
    private final Tasks tasks;
    private final @Nullable Tracer tracer;

    private boolean ready;
    /** Whether timers are being looked at. */
    private boolean timing;

    private boolean overloaded;
    private boolean holding;
    private long heldNs;

    Exchanges(
            BrokerSettings settings,
            RouteTable routes,
            Outboxes outboxes,
            Backpressure backpressure,
            BrokerEvents events,
            BrokerCounters counters,
            BrokerMetrics metrics,
            Tasks tasks,
            @Nullable Tracer tracer,
            long firstGeneration,
            long nowNs) {
        this.settings = settings;
        this.routes = routes;
        this.outboxes = outboxes;
        this.backpressure = backpressure;
        this.events = events;
        this.counters = counters;
        this.metrics = metrics;
        this.tasks = tasks;
        this.tracer = tracer;
        this.cellDispatcher = new CellDispatcher(settings, outboxes, counters, firstGeneration);
        this.timers = new DeadlineWheel(nowNs);
        this.lot = new ParkingLot(settings.parkingMaxRequests(), settings.parkingMaxBytes());
    }

    // What gateways say.

    /** A REQUEST whose slot is free; {@code answers} is of the lane that it came by. */
    void submit(GatewaySession gateway, Outbox answers, WireRecord record, long nowNs) {
        counters.requests++;
        long budgetNs = record.budgetMs() == 0 ? settings.requestTimeoutNs() : record.budgetMs() * MS;
        Exchange exchange = new Exchange(
                gateway,
                answers,
                record,
                record.method(),
                record.path(),
                nowNs,
                ageNs(record) + heldNs,
                budgetNs - heldNs,
                settings.requestTimeoutNs());
        exchange.starts = record.has(Flags.RETRIED) ? 1 : 0;
        gateway.add(exchange);
        gateway.countRequest();
        if (tracer != null) {
            trace(exchange, record, tracer);
        }
        route(exchange, nowNs);
    }

    /** The time that the request was under way before it came; only one that has waited or was sent before says so. */
    private static long ageNs(WireRecord record) {
        String age = record.has(Flags.AGED) ? record.field(Attributes.AGE_MS) : null;
        if (age == null || age.isEmpty() || age.length() > MAX_AGE_DIGITS) {
            return 0;
        }
        long ms = 0;
        for (int i = 0; i < age.length(); i++) {
            int digit = age.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            ms = 10 * ms + digit;
        }
        return ms * MS;
    }

    /** A request whose gateway makes no trace of it comes without a place for ours, and has none. */
    private static void trace(Exchange exchange, WireRecord record, Tracer by) {
        String traceparent = record.field(CellDispatcher.TRACE_PARENT);
        if (traceparent != null && traceparent.length() == TraceParent.LENGTH && TraceParent.isValid(traceparent)) {
            exchange.span = by.begin(exchange.method, traceparent);
        }
    }

    /** A CANCEL. The exchange keeps its slot until its final record, as the protocol promises. */
    void cancel(GatewaySession gateway, long gatewayExchange, Cancel.Reason reason, long nowNs) {
        Exchange exchange = gateway.get(gatewayExchange);
        if (exchange == null || exchange.cancelled) {
            counters.staleRecords++;
            return;
        }
        counters.cancelled++;
        exchange.cancelled = true;
        if (exchange.state() == State.PARKED) {
            answer(exchange, LocalReplies.unavailable(exchange, "cancelled before a cell was free"), nowNs);
        } else if (exchange.state() == State.DISPATCHED) {
            tellCell(exchange, reason);
        }
    }

    /** Nobody is left to answer: what waits is dropped, what runs is cancelled. */
    void onGatewayLost(GatewaySession gateway) {
        tasks.add(new Tasks.Task() {
            private int slot;

            @Override
            public boolean step(long nowNs) {
                int to = slot + MAX_LOOKED_AT;
                Exchange exchange = null;
                while (exchange == null && slot < Math.min(to, gateway.slots())) {
                    exchange = gateway.at(slot++);
                }
                if (exchange != null) {
                    leaveAlone(exchange);
                }
                return gateway.outstanding() > 0 && slot < gateway.slots();
            }
        });
    }

    private void leaveAlone(Exchange exchange) {
        if (exchange.state() == State.PARKED) {
            finish(exchange);
        } else if (exchange.state() == State.DISPATCHED) {
            abandon(exchange, Cancel.Reason.ASKER_GONE);
        }
    }

    // What cells say.

    /** A REPLY, which has come by a connection of the cell's. */
    void reply(CellSession cell, int from, WireRecord record, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        boolean wanted = exchange.state() == State.DISPATCHED;
        String fault = fault(record);
        cellDispatcher.giveBack(exchange);
        if (fault != null) {
            counters.badReplies++;
            events.onBadReply(cell, exchange, fault);
        }
        if (wanted && fault != null) {
            counters.unknownOutcomes++;
            send(
                    exchange,
                    LocalReplies.badReply(exchange, "the answer of cell " + cell.peerId + " is not valid: " + fault),
                    nowNs);
        } else if (wanted && !backpressure.takes(exchange.gateway, record.length())) {
            counters.refusedAnswers++;
            counters.unknownOutcomes++;
            send(exchange, LocalReplies.lost(exchange, "the gateway does not take its answers in time", false), nowNs);
        } else if (wanted) {
            counters.replies++;
            metrics.onAnswered(exchange, record.status(), nowNs);
            WireRecord answer = exchange.timed ? timed(exchange, record, nowNs) : record;
            answer.setExchange(exchange.gatewayExchange);
            answer.setFlags(0);
            answer.setBudgetMs(0);
            outboxes.add(exchange.answers, answer);
            backpressure.onAnswer(exchange.gateway, from, nowNs);
        }
        finish(exchange);
        serveParked(cell, nowNs);
    }

    /** The fault of a well-formed reply that no gateway could write; null: none. */
    private static @Nullable String fault(WireRecord record) {
        return record.replyFieldCount() < FieldRules.MAX_OF_ONE_NAME
                ? null
                : FieldRules.tooMany(MessageCodec.reply(record).fields());
    }

    /** A REFUSE: not started there. */
    void refuse(CellSession cell, WireRecord record, Refuse refuse, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        counters.refusedByCells++;
        boolean wanted = exchange.state() == State.DISPATCHED;
        cellDispatcher.giveBack(exchange);
        if (!wanted) {
            finish(exchange);
        } else {
            exchange.starts--;
            exchange.leftCell(nowNs);
            exchange.refusedBy(cell);
            if (exchange.cancelled || exchange.record() == null || exchange.refusalCount() >= MAX_REFUSALS) {
                answer(
                        exchange,
                        LocalReplies.unavailable(
                                exchange,
                                "refused by " + exchange.refusalCount() + " of the route's cells, at last with "
                                        + refuse.code().wireName()),
                        nowNs);
            } else {
                route(exchange, nowNs);
            }
        }
        serveParked(cell, nowNs);
    }

    /** A cell has room that it had not before, or serves what it did not. */
    void serveParked(CellSession cell, long nowNs) {
        for (int served = 0; served < MAX_SERVED; served++) {
            if (!serveOne(cell, nowNs)) {
                return;
            }
        }
        serveLater(cell);
    }

    /** As {@link #serveParked}, in pieces. */
    private void serveLater(CellSession cell) {
        if (!cell.inLine) {
            cell.inLine = true;
            tasks.add(nowNs -> cell.inLine = serveOne(cell, nowNs));
        }
    }

    /** Gives a cell one of the requests that wait; returns whether there was one for it. */
    private boolean serveOne(CellSession cell, long nowNs) {
        if (holding || !cell.hasRoom() || cellDispatcher.isFull()) {
            return false;
        }
        Exchange exchange = lot.nextFor(cell);
        if (exchange == null) {
            return false;
        }
        Route waitingFor = exchange.route();
        Route route = routes.find(exchange.path, exchange.method, true);
        ServingCell servingCell = route != null && route == waitingFor ? route.serverOf(cell) : null;
        lot.remove(exchange);
        if (servingCell == null) {
            route(exchange, nowNs);
        } else {
            dispatch(exchange, servingCell, nowNs);
        }
        return true;
    }

    /**
     * A cell has gone with whatever it was running. What may be started once more goes back to its gateway, which alone
     * repeats requests: two parties that repeat, neither knowing of the other, would start some a third time.
     *
     * @param cause why it is gone; where its connection is still open, it may be running all the same
     */
    void onCellLost(CellSession cell, ErrorCode cause) {
        tasks.add(new Tasks.Task() {
            private int slot;

            @Override
            public boolean step(long nowNs) {
                int to = slot + MAX_LOOKED_AT;
                Exchange exchange = null;
                while (exchange == null && slot < Math.min(to, cellDispatcher.slots())) {
                    exchange = cellDispatcher.heldBy(cell, slot++);
                }
                if (exchange != null) {
                    lose(exchange, cause, nowNs);
                }
                return cell.inFlight > 0 && slot < cellDispatcher.slots();
            }
        });
    }

    private void lose(Exchange exchange, ErrorCode cause, long nowNs) {
        boolean wanted = exchange.state() == State.DISPATCHED;
        cellDispatcher.giveBack(exchange);
        if (!wanted) {
            finish(exchange);
            return;
        }
        boolean silent = cause == ErrorCode.SILENT || cause == ErrorCode.KICKED;
        String how = cause == ErrorCode.KICKED ? "was sent away" : silent ? "fell silent" : "went away";
        boolean repeatable = (silent ? exchange.isSafe() : exchange.isIdempotent())
                && !exchange.cancelled
                && exchange.starts < MAX_STARTS;
        if (repeatable) {
            counters.repeatable++;
        } else {
            counters.unknownOutcomes++;
        }
        answer(
                exchange,
                LocalReplies.lost(exchange, "the cell " + how + " while it had the request", repeatable),
                nowNs);
    }

    /**
     * REQUESTs could not be handed to their cell's socket: they were not dispatched after all. They go to other cells, or
     * to the front of those that wait, in their order.
     */
    void onHandedBack(List<WireRecord> records, long nowNs) {
        Deque<Exchange> waiting = new ArrayDeque<>();
        for (WireRecord record : records) {
            Exchange exchange = cellDispatcher.find(record);
            if (exchange == null) {
                continue;
            }
            counters.handedBack++;
            boolean wanted = exchange.state() == State.DISPATCHED;
            cellDispatcher.giveBack(exchange);
            if (!wanted) {
                finish(exchange);
                continue;
            }
            exchange.starts--;
            exchange.keep(record);
            if (exchange.cancelled) {
                answer(exchange, LocalReplies.unavailable(exchange, "cancelled before a cell was free"), nowNs);
                continue;
            }
            Route route = exchange.route();
            ServingCell servingCell = route == null || holding ? null : Balancer.pick(route, exchange);
            if (servingCell == null) {
                waiting.push(exchange);
            } else {
                dispatch(exchange, servingCell, nowNs);
            }
        }
        waiting.forEach(exchange -> park(exchange, true, nowNs));
    }

    // What the table says.

    /** A route has come or gone: whatever waits for it is matched again. */
    void rematch(Route changed) {
        rematch(changed.parked);
    }

    /** New routes: what waited for a route that was not known may have one now. */
    void rematchUnrouted() {
        rematch(lot.unrouted());
    }

    private void rematch(ExchangeQueue queue) {
        if (queue.isEmpty()) {
            return;
        }
        List<Exchange> all = new ArrayList<>(queue.size());
        for (Exchange exchange = queue.first(); exchange != null; exchange = exchange.nextParked) {
            all.add(exchange);
        }
        Iterator<Exchange> waiting = all.iterator();
        tasks.add(nowNs -> {
            Exchange exchange = waiting.next();
            if (exchange.queue == queue) {
                rematch(exchange, nowNs);
            }
            return waiting.hasNext();
        });
    }

    /** Matches a parked request again; one that still waits for the same keeps its place. */
    private void rematch(Exchange exchange, long nowNs) {
        Route waitingFor = exchange.route();
        Route route = routes.find(exchange.path, exchange.method, true);
        boolean stays = route == waitingFor && (route == null ? !ready : route.parked == exchange.queue);
        if (stays && route != null) {
            exchange.matched(route);
            stays = nowNs < exchange.deadlineNs && (holding || Balancer.best(route, exchange) == null);
        }
        if (stays) {
            await(exchange, parkedUntilNs(exchange), nowNs);
        } else {
            lot.remove(exchange);
            route(exchange, nowNs);
        }
    }

    /** From now on a path that matches nothing is unknown, and is answered as such. */
    void becomeReady() {
        ready = true;
        rematchUnrouted();
    }

    boolean isReady() {
        return ready;
    }

    // Time.

    /**
     * The router was stopped for a while: until {@link #release}, what comes in is parked, and its budget is shortened
     * by the time it may have waited.
     */
    void hold(long gapNs) {
        holding = true;
        heldNs = gapNs;
    }

    void release(Iterable<CellSession> cells) {
        holding = false;
        heldNs = 0;
        cells.forEach(this::serveLater);
    }

    void onTimers(long nowNs) {
        if (!timing && fire(nowNs)) {
            timing = true;
            tasks.add(laterNs -> timing = fire(laterNs));
        }
    }

    private boolean fire(long nowNs) {
        return timers.advance(nowNs, exchange -> onTimer(exchange, nowNs));
    }

    long nextTimerNs() {
        return timers.nextNs();
    }

    private void onTimer(Exchange exchange, long nowNs) {
        boolean expired = nowNs >= exchange.deadlineNs;
        if (exchange.state() == State.PARKED && expired) {
            counters.expired++;
            answer(exchange, LocalReplies.expired(exchange, "no cell was free before the deadline"), nowNs);
        } else if (exchange.state() == State.PARKED && nowNs >= parkedUntilNs(exchange)) {
            counters.expired++;
            answer(
                    exchange,
                    LocalReplies.unavailable(
                            exchange,
                            "no cell was free within " + settings.parkingNs() / MS + " ms" + fullDeployment(exchange)),
                    nowNs);
        } else if (exchange.state() == State.PARKED) {
            await(exchange, parkedUntilNs(exchange), nowNs);
        } else if (exchange.state() == State.DISPATCHED && expired) {
            counters.expired++;
            counters.unknownOutcomes++;
            send(exchange, LocalReplies.expired(exchange, "the cell did not answer before the deadline"), nowNs);
            abandon(exchange, Cancel.Reason.DEADLINE);
        } else if (exchange.state() == State.DISPATCHED) {
            await(exchange, exchange.deadlineNs, nowNs);
        }
    }

    /** Says so where cells had room, and none for the deployment of the request. */
    private static String fullDeployment(Exchange exchange) {
        Route route = exchange.route();
        boolean full = route != null
                && route.servers.stream()
                        .anyMatch(servingCell -> servingCell.cell().hasRoom()
                                && servingCell.load().isFull());
        return full ? ": as many requests as one deployment may have are in flight" : "";
    }

    private long parkedUntilNs(Exchange exchange) {
        return exchange.parkedSinceNs + settings.parkingNs();
    }

    /**
     * Sets the timer to the deadline or to something sooner. The gateway learns of a deadline that it does not know, since it
     * must keep to it without this router: at once if some router was lost already, else only if there is no answer soon.
     */
    private void await(Exchange exchange, long untilNs, long nowNs) {
        long atNs = Math.min(exchange.deadlineNs, untilNs);
        if (exchange.isDeadlineNews()) {
            long noticeNs = exchange.isFirstAttempt() ? exchange.arrivedNs() + NOTICE_NS : nowNs;
            if (noticeNs <= nowNs) {
                int timeoutMs = (int) Math.max(1, exchange.tellDeadline() / MS);
                outboxes.add(exchange.answers, MessageCodec.record(new Deadline(exchange.gatewayExchange, timeoutMs)));
            } else {
                atNs = Math.min(atNs, noticeNs);
            }
        }
        timers.schedule(exchange, atNs);
    }

    // The way of a request.

    private void route(Exchange exchange, long nowNs) {
        Route route = routes.find(exchange.path, exchange.method, true);
        if (route == null) {
            unmatched(exchange, nowNs);
            return;
        }
        exchange.matched(route);
        ServingCell servingCell = holding || cellDispatcher.isFull() ? null : Balancer.pick(route, exchange);
        if (servingCell != null) {
            dispatch(exchange, servingCell, nowNs);
        } else if (route.isWorthWaitingFor(nowNs)) {
            park(exchange, false, nowNs);
        } else {
            answer(
                    exchange,
                    LocalReplies.unavailable(exchange, "no cell serves " + route.template + " just now"),
                    nowNs);
        }
    }

    private void unmatched(Exchange exchange, long nowNs) {
        Set<String> allowed = routes.methodsAt(exchange.path, true);
        if (!ready) {
            // Some cell may not have come back yet whose route this is.
            exchange.unmatched();
            park(exchange, false, nowNs);
        } else if (allowed.isEmpty()) {
            answer(exchange, LocalReplies.notFound(exchange), nowNs);
        } else if (exchange.method.equals("OPTIONS")) {
            answer(exchange, LocalReplies.options(exchange, allowed), nowNs);
        } else {
            answer(exchange, LocalReplies.methodNotAllowed(exchange, allowed), nowNs);
        }
    }

    private void park(Exchange exchange, boolean atFront, long nowNs) {
        if (nowNs >= exchange.deadlineNs) {
            counters.expired++;
            answer(exchange, LocalReplies.expired(exchange, "no cell was free before the deadline"), nowNs);
        } else if (!lot.park(exchange, atFront)) {
            overloaded = true;
            answer(exchange, LocalReplies.unavailable(exchange, "too many requests wait for a cell"), nowNs);
        } else {
            if (exchange.state() != State.PARKED) {
                exchange.become(State.PARKED);
                exchange.parkedSinceNs = nowNs;
                counters.parked++;
            }
            await(exchange, parkedUntilNs(exchange), nowNs);
        }
    }

    private void dispatch(Exchange exchange, ServingCell servingCell, long nowNs) {
        if (exchange.gateway.isEnded()) {
            finish(exchange);
            return;
        }
        if (exchange.deadlineNs - nowNs <= 0) {
            counters.expired++;
            answer(exchange, LocalReplies.expired(exchange, "no cell was free before the deadline"), nowNs);
            return;
        }
        if (exchange.state() == State.PARKED) {
            exchange.leftParking(nowNs);
        }
        cellDispatcher.dispatch(exchange, servingCell, nowNs);
        metrics.onDispatched(exchange);
        await(exchange, exchange.deadlineNs, nowNs);
    }

    private void abandon(Exchange exchange, Cancel.Reason reason) {
        tellCell(exchange, reason);
        exchange.become(State.ABANDONED);
        exchange.gateway.remove(exchange);
        timers.cancel(exchange);
        cellDispatcher.letGo(exchange);
    }

    private void tellCell(Exchange exchange, Cancel.Reason reason) {
        CellSession cell = exchange.cell;
        if (cell != null) {
            outboxes.add(cell, new Cancel(exchange.ticket, reason));
        }
    }

    private void answer(Exchange exchange, Reply reply, long nowNs) {
        send(exchange, reply, nowNs);
        finish(exchange);
    }

    private void send(Exchange exchange, Reply reply, long nowNs) {
        counters.answeredByNest++;
        metrics.onAnswered(exchange, reply.status(), nowNs);
        WireRecord record = named(exchange, MessageCodec.record(reply));
        outboxes.add(exchange.answers, exchange.timed ? timed(exchange, record, nowNs) : record);
    }

    /** The answer with what the router knows of who would have given it, where its gateway asks for that. */
    private WireRecord named(Exchange exchange, WireRecord answer) {
        Route route = exchange.route();
        if (!exchange.named || route == null) {
            return answer;
        }
        String cell = exchange.lastCell.isEmpty() ? "-" : exchange.lastCell;
        String servedBy = Attributes.servedBy(cell, route.template.toString());
        return answer.withFieldsBefore(
                Fields.of(Attributes.SERVED_BY, servedBy), settings.limits().maxMessageBytes());
    }

    /** The answer with what the router knows of where the time went, before whatever a cell says of it. */
    private WireRecord timed(Exchange exchange, WireRecord answer, long nowNs) {
        Fields times = Fields.of(
                Attributes.ROUTER_US,
                Long.toString(Math.max(0, exchange.routerNs(nowNs)) / US),
                Attributes.PARK_US,
                Long.toString(Math.max(0, exchange.parkedNs(nowNs)) / US));
        return answer.withFieldsBefore(times, settings.limits().maxMessageBytes());
    }

    /** Neither side will hear of the exchange again. The cell, if it had one, has given its ticket back. */
    private void finish(Exchange exchange) {
        if (exchange.queue != null) {
            lot.remove(exchange);
        }
        timers.cancel(exchange);
        if (exchange.state() != State.ABANDONED) {
            exchange.gateway.remove(exchange);
        }
        exchange.become(State.DONE);
        exchange.keep(null);
        if (exchange.span != null) {
            exchange.span.end(0); // unless it has been ended by an answer
        }
    }

    // Figures.

    /** Whether requests were turned away for want of room to wait, until half of that room is free again. */
    boolean isOverloaded() {
        if (overloaded
                && lot.requests() <= settings.parkingMaxRequests() / 2
                && lot.bytes() <= settings.parkingMaxBytes() / 2) {
            overloaded = false;
        }
        return overloaded;
    }

    int inFlight() {
        return cellDispatcher.inFlight();
    }

    int parkedRequests() {
        return lot.requests();
    }

    long parkedBytes() {
        return lot.bytes();
    }

    long retainedBytes() {
        return cellDispatcher.retainedBytes();
    }

    int timerCount() {
        return timers.size();
    }

    /** Refuses what came when nothing new is taken. */
    void refuseNew(Outbox answers, WireRecord record, ErrorCode code, String reason) {
        outboxes.add(answers, MessageCodec.record(new Refuse(record.exchange(), code, reason)));
    }
}
