package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.http.FieldRules;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.jspecify.annotations.Nullable;

/**
 * Handles every request from its REQUEST to the last record about it. Each request gets exactly one answer, and is
 * started at most twice.
 *
 * <p>This class is the entry to five others. {@link Placement} finds a cell for a request, and {@link ParkedRequests}
 * serves it while it waits. {@link RequestDeadlines} ends it in time, and {@link LostPeers} ends it when its cell or
 * gateway is lost. {@link Outcomes} answers it. Used by the broker's thread alone.
 */
final class Exchanges {
    private static final int MAX_REFUSALS = 3;
    private static final long MS = 1_000_000L;
    /** The maximum digits of an age in milliseconds: no request is older than a day or two. */
    private static final int MAX_AGE_DIGITS = 9;

    private final BrokerSettings settings;
    private final Outboxes outboxes;
    private final Backpressure backpressure;
    private final BrokerEvents events;
    private final RequestObservers observers;
    private final CellDispatcher cellDispatcher;
    private final Outcomes outcomes;
    private final RequestDeadlines deadlines;
    private final Placement placement;
    private final ParkedRequests parked;
    private final LostPeers lostPeers;
    private final Streams streams;
    /** The time that requests may have waited to be read while the router was stopped. */
    private long heldNs;

    Exchanges(
            BrokerSettings settings,
            RouteTable routes,
            Outboxes outboxes,
            Backpressure backpressure,
            BrokerEvents events,
            RequestObservers observers,
            Tasks tasks,
            long firstGeneration,
            long nowNs) {
        this.settings = settings;
        this.outboxes = outboxes;
        this.backpressure = backpressure;
        this.events = events;
        this.observers = observers;
        this.cellDispatcher = new CellDispatcher(settings, outboxes, observers, firstGeneration);
        ParkingLot lot = new ParkingLot(settings.parkingMaxRequests(), settings.parkingMaxBytes());
        DeadlineWheel timers = new DeadlineWheel(nowNs);
        this.outcomes = new Outcomes(settings.limits(), outboxes, cellDispatcher, lot, timers, observers);
        this.deadlines = new RequestDeadlines(settings.parkingNs(), timers, outcomes, outboxes, observers, tasks);
        this.placement = new Placement(settings, routes, cellDispatcher, lot, deadlines, outcomes, observers);
        this.parked = new ParkedRequests(lot, placement, cellDispatcher, deadlines, tasks);
        this.streams = new Streams(settings, outboxes, cellDispatcher, outcomes, deadlines, observers);
        this.lostPeers = new LostPeers(cellDispatcher, placement, outcomes, observers, tasks);
    }

    // Records of gateways.

    /** Accepts a REQUEST whose slot is free; {@code answers} belongs to the lane that it came by. */
    void submit(GatewaySession gateway, Outbox answers, WireRecord record, long nowNs) {
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
        gateway.add(exchange);
        observers.onArrived(exchange, record, nowNs);
        placement.place(exchange, nowNs);
    }

    /**
     * Returns the time that the request was in progress before it came; only a request that has waited or was sent
     * before carries it.
     */
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

    /** Refuses a REQUEST that has come when the router accepts nothing new. */
    void refuseNew(Outbox answers, WireRecord record, ErrorCode code, String reason) {
        outboxes.add(answers, MessageCodec.record(new Refuse(record.exchange(), code, reason)));
    }

    /** Handles a CANCEL. The exchange keeps its slot until its final record, as the protocol promises. */
    void cancel(GatewaySession gateway, long gatewayExchange, Cancel.Reason reason, long nowNs) {
        Exchange exchange = gateway.get(gatewayExchange);
        if (exchange == null || exchange.isCancelled()) {
            observers.onStaleRecord();
            return;
        }
        exchange.cancel();
        observers.onCancelled(exchange);
        if (exchange.state() == State.PARKED) {
            outcomes.answer(exchange, LocalReplies.cancelled(exchange), nowNs);
        } else if (exchange.state() == State.DISPATCHED) {
            outcomes.cancelAtCell(exchange, reason);
        }
    }

    void onGatewayLost(GatewaySession gateway) {
        lostPeers.onGatewayLost(gateway);
    }

    // Records of cells.

    /** Handles a REPLY, which has come by a connection of the cell. */
    void reply(CellSession cell, int from, WireRecord record, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        String fault = fault(exchange, record);
        if (exchange.stream() != null || record.has(Flags.MORE)) {
            replyFlowing(cell, exchange, from, record, fault, nowNs);
            parked.serve(cell, nowNs);
            return;
        }
        boolean wanted = outcomes.takeBack(exchange, nowNs);
        if (fault != null) {
            observers.onBadReply(exchange);
            events.onBadReply(cell, exchange, fault);
        }
        if (wanted && fault != null) {
            observers.onUnknownOutcome(exchange);
            outcomes.answer(exchange, LocalReplies.badReply(exchange, cell.peerId, fault), nowNs);
        } else if (wanted && !backpressure.takes(exchange.gateway, record.length())) {
            observers.onReplyNotTaken(exchange);
            observers.onUnknownOutcome(exchange);
            outcomes.answer(exchange, LocalReplies.notTaken(exchange), nowNs);
        } else if (wanted) {
            outcomes.forward(exchange, record, nowNs);
            backpressure.onAnswer(exchange.gateway, from, nowNs);
        }
        parked.serve(cell, nowNs);
    }

    /** Handles a REPLY of an exchange one of whose bodies flows. */
    private void replyFlowing(
            CellSession cell, Exchange exchange, int from, WireRecord record, @Nullable String fault, long nowNs) {
        StreamBooks books = exchange.stream();
        if (exchange.state() == State.ABANDONED) {
            outcomes.drop(exchange, ErrorCode.DEADLINE, "nobody waits for the answer", nowNs);
        } else if (books != null && books.isReplied()) {
            observers.onStaleRecord();
        } else if (fault != null) {
            observers.onBadReply(exchange);
            events.onBadReply(cell, exchange, fault);
            observers.onUnknownOutcome(exchange);
            Reply instead = LocalReplies.badReply(exchange, cell.peerId, fault);
            outcomes.answerInstead(exchange, ErrorCode.BROKEN, instead, nowNs);
        } else if (!backpressure.takes(exchange.gateway, record.length())) {
            observers.onReplyNotTaken(exchange);
            observers.onUnknownOutcome(exchange);
            outcomes.answerInstead(exchange, ErrorCode.SLOW, LocalReplies.notTaken(exchange), nowNs);
        } else {
            streams.reply(exchange, record, nowNs);
            backpressure.onAnswer(exchange.gateway, from, nowNs);
        }
    }

    /** Returns the fault of a well-formed reply that a gateway could not write, or null if there is none. */
    private static @Nullable String fault(Exchange exchange, WireRecord record) {
        if (record.has(Flags.MORE) && exchange.gateway.registered().maxStreams() == 0) {
            return "its body flows, which the gateway does not know";
        }
        return record.replyFieldCount() < FieldRules.MAX_OF_ONE_NAME
                ? null
                : FieldRules.tooMany(MessageCodec.reply(record).fields());
    }

    /** Handles a REFUSE: the cell has not started the request. */
    void refuse(CellSession cell, WireRecord record, Refuse refuse, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        StreamBooks books = exchange.stream();
        if (books != null && books.isBound()) {
            Reset broken = new Reset(0, Reset.BOTH, ErrorCode.BROKEN, "REFUSE after the cell had begun");
            outcomes.brokenByCell(exchange, broken, nowNs);
            return;
        }
        observers.onRefused(exchange);
        if (outcomes.takeBack(exchange, nowNs)) {
            exchange.refusedBy(cell, nowNs);
            if (exchange.isCancelled() || exchange.record() == null || exchange.refusalCount() >= MAX_REFUSALS) {
                outcomes.answer(exchange, LocalReplies.refused(exchange, refuse.code()), nowNs);
            } else {
                placement.place(exchange, nowNs);
            }
        }
        parked.serve(cell, nowNs);
    }

    /** Serves parked requests by a cell with new room or a new route. */
    void serveParked(CellSession cell, long nowNs) {
        parked.serve(cell, nowNs);
    }

    /**
     * Ends the requests of a lost cell.
     *
     * @param cause the reason of the loss; if the cell's connection is still open, the cell may still run the
     *     requests
     */
    void onCellLost(CellSession cell, ErrorCode cause) {
        lostPeers.onCellLost(cell, cause);
    }

    /** Takes back REQUESTs that could not be handed to their cell's socket. */
    void onHandedBack(List<WireRecord> records, long nowNs) {
        lostPeers.onHandedBack(records, nowNs);
    }

    /** Returns the relay of bodies that flow. */
    Streams streams() {
        return streams;
    }

    // Changes of the table.

    /** Matches the requests of a route again, since the route has come or gone. */
    void rematch(Route changed) {
        parked.rematch(changed);
    }

    /** Matches the requests without a route again, since there are new routes. */
    void rematchUnrouted() {
        parked.rematchUnrouted();
    }

    /** Begins to answer unknown paths: a path that matches no route is answered with 404. */
    void becomeReady() {
        placement.becomeReady();
        parked.rematchUnrouted();
    }

    boolean isReady() {
        return placement.isReady();
    }

    // Time.

    /**
     * Parks all arriving requests until {@link #release}, because the router was stopped for a while. Their budget is
     * shortened by the time they may have waited.
     */
    void hold(long gapNs) {
        heldNs = gapNs;
        placement.hold();
    }

    void release(Iterable<CellSession> cells) {
        heldNs = 0;
        placement.release();
        cells.forEach(parked::serveLater);
    }

    /** Ends the requests whose time is over. */
    void onTimers(long nowNs) {
        deadlines.onTimers(nowNs);
    }

    /** Returns the time at which {@link #onTimers} next has something to do, or {@link Long#MAX_VALUE}. */
    long nextTimerNs() {
        return deadlines.nextTimerNs();
    }

    /** Ends a turn whose records have been sent. */
    void onTurnEnd(long nowNs) {
        cellDispatcher.onTurnEnd(nowNs);
    }

    // Numbers.

    /** Whether requests were refused for lack of parking room, until half of that room is free again. */
    boolean isOverloaded() {
        return placement.isOverloaded();
    }

    int inFlight() {
        return cellDispatcher.inFlight();
    }

    int parkedRequests() {
        return parked.requests();
    }

    long parkedBytes() {
        return parked.bytes();
    }

    long retainedBytes() {
        return cellDispatcher.retainedBytes();
    }

    int timerCount() {
        return deadlines.timerCount();
    }
}
