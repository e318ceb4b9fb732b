package org.cellnest.router.broker;

import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;

/**
 * Ends requests: sends each gateway its one answer, and is the only class that finishes an exchange. The exchange's
 * slot, ticket, timer and place in the parking lot are thus freed together. Used by the broker's thread alone.
 */
final class Outcomes {
    private static final long US = 1_000L;

    private final Limits limits;
    private final Outboxes outboxes;
    private final CellDispatcher cellDispatcher;
    private final ParkingLot lot;
    private final DeadlineWheel timers;
    private final RequestObservers observers;
    private final StreamMetrics streams;

    Outcomes(
            Limits limits,
            Outboxes outboxes,
            CellDispatcher cellDispatcher,
            ParkingLot lot,
            DeadlineWheel timers,
            RequestObservers observers) {
        this.limits = limits;
        this.outboxes = outboxes;
        this.cellDispatcher = cellDispatcher;
        this.lot = lot;
        this.timers = timers;
        this.observers = observers;
        this.streams = observers.streams();
    }

    /** Sends the router's own answer, and finishes a request that no cell has. */
    void answer(Exchange exchange, Reply reply, long nowNs) {
        send(exchange, reply, nowNs);
        sayComplete(exchange);
        finish(exchange, nowNs);
    }

    /** Sends the REPLY of the cell that had the request, and finishes the request. */
    void forward(Exchange exchange, WireRecord record, long nowNs) {
        forwardHead(exchange, record, 0, nowNs);
        finish(exchange, nowNs);
    }

    /** Sends the REPLY of the cell that has the request. */
    void forwardHead(Exchange exchange, WireRecord record, int flags, long nowNs) {
        observers.onAnsweredByCell(exchange, record.status(), nowNs);
        WireRecord answer = exchange.timed ? timed(exchange, record, nowNs) : record;
        answer.setExchange(exchange.gatewayExchange);
        answer.setFlags(flags);
        answer.setBudgetMs(0);
        outboxes.add(exchange.answers, answer);
    }

    // Bodies that flow.

    /** Completes an exchange whose directions are both over, and frees its cell's slot. */
    void complete(Exchange exchange, long nowNs) {
        cellDispatcher.giveBack(exchange);
        sayComplete(exchange);
        finish(exchange, nowNs);
    }

    /** Sends the router's last word about a request whose body was announced to flow. */
    private void sayComplete(Exchange exchange) {
        StreamBooks books = exchange.stream();
        if (books != null && books.isAsked()) {
            reset(exchange, ErrorCode.COMPLETE, "");
        }
    }

    private void reset(Exchange exchange, ErrorCode code, String reason) {
        outboxes.add(
                exchange.answers, MessageCodec.record(new Reset(exchange.gatewayExchange, Reset.BOTH, code, reason)));
    }

    /** Breaks an exchange off for both sides; the cell owes nothing more. */
    void breakOff(Exchange exchange, ErrorCode code, String reason, long nowNs) {
        endAtCell(exchange, code, reason);
        tellBroken(exchange, code, reason, nowNs);
    }

    /** Answers for a cell that can no longer do so; the cell owes nothing more. */
    void answerInstead(Exchange exchange, ErrorCode code, Reply reply, long nowNs) {
        fail(exchange, code);
        endAtCell(exchange, code, "the router has answered");
        answer(exchange, reply, nowNs);
    }

    /** Ends an exchange that its gateway has given up. */
    void drop(Exchange exchange, ErrorCode code, String reason, long nowNs) {
        fail(exchange, code);
        endAtCell(exchange, code, reason);
        finish(exchange, nowNs);
    }

    /** Handles the last word of a cell about a body that it cannot complete. */
    void brokenByCell(Exchange exchange, Reset reset, long nowNs) {
        if (takeBack(exchange, nowNs)) {
            tellBroken(exchange, reset.code(), reset.reason(), nowNs);
        }
    }

    /** Finishes an exchange whose cell is lost, and whose answer has begun. */
    void loseAnswer(Exchange exchange, ErrorCode cause, long nowNs) {
        tellBroken(exchange, cause, "the cell is lost", nowNs);
    }

    private void tellBroken(Exchange exchange, ErrorCode code, String reason, long nowNs) {
        fail(exchange, code);
        StreamBooks books = exchange.stream();
        if (books != null && (books.isReplied() || exchange.isCancelled())) {
            reset(exchange, code, reason);
            finish(exchange, nowNs);
        } else {
            observers.onUnknownOutcome(exchange);
            answer(exchange, LocalReplies.broken(exchange, code, reason), nowNs);
        }
    }

    private static void fail(Exchange exchange, ErrorCode code) {
        StreamBooks books = exchange.stream();
        if (books != null) {
            books.fail(code);
        }
    }

    private void endAtCell(Exchange exchange, ErrorCode code, String reason) {
        CellSession cell = exchange.cell();
        if (cell != null) {
            outboxes.add(cell, new Reset(exchange.ticket(), Reset.BOTH, code, reason));
            cellDispatcher.giveBack(exchange);
        }
    }

    /** Expires a request whose deadline has passed while a cell has it; it is finished once the cell owes nothing. */
    void expireAtCell(Exchange exchange, long nowNs) {
        observers.onExpired(exchange);
        observers.onUnknownOutcome(exchange);
        if (exchange.stream() != null) {
            answerInstead(exchange, ErrorCode.DEADLINE, LocalReplies.expiredAtCell(exchange), nowNs);
            return;
        }
        send(exchange, LocalReplies.expiredAtCell(exchange), nowNs);
        abandon(exchange, Cancel.Reason.DEADLINE);
    }

    /** Expires a request whose deadline has passed before it was given to a cell. */
    void expireWaiting(Exchange exchange, long nowNs) {
        observers.onExpired(exchange);
        answer(exchange, LocalReplies.expiredWaiting(exchange), nowNs);
    }

    /** Abandons a request whose gateway no longer needs an answer; it is finished once its cell owes nothing. */
    void abandon(Exchange exchange, Cancel.Reason reason) {
        cancelAtCell(exchange, reason);
        cellDispatcher.abandon(exchange);
        exchange.gateway.remove(exchange);
        timers.cancel(exchange);
    }

    /** Sends a CANCEL to the cell that has the request, if a cell has it. */
    void cancelAtCell(Exchange exchange, Cancel.Reason reason) {
        CellSession cell = exchange.cell();
        if (cell != null) {
            outboxes.add(cell, new Cancel(exchange.ticket(), reason));
        }
    }

    /**
     * Takes a request back from a cell, which owes no final record any more. Returns whether the gateway still waits;
     * if it does not, the exchange is finished.
     */
    boolean takeBack(Exchange exchange, long nowNs) {
        boolean wanted = exchange.state() == State.DISPATCHED;
        cellDispatcher.giveBack(exchange);
        if (!wanted) {
            finish(exchange, nowNs);
        }
        return wanted;
    }

    /** Finishes an exchange for both sides. A cell that had it has given its ticket back. */
    void finish(Exchange exchange, long nowNs) {
        if (exchange.queue() != null) {
            lot.remove(exchange);
        }
        timers.cancel(exchange);
        if (exchange.state() != State.ABANDONED) {
            exchange.gateway.remove(exchange);
        }
        StreamBooks books = exchange.stream();
        if (books != null) {
            books.end();
            streams.onEnd(books.endCode(), nowNs - books.beganNs);
        }
        exchange.finish();
        observers.onFinished(exchange, nowNs);
    }

    private void send(Exchange exchange, Reply reply, long nowNs) {
        observers.onAnsweredByRouter(exchange, reply.status(), nowNs);
        WireRecord record = named(exchange, MessageCodec.record(reply));
        outboxes.add(exchange.answers, exchange.timed ? timed(exchange, record, nowNs) : record);
    }

    /**
     * Adds the route and the cell of the answer, as far as the router knows them, where the gateway has requested them.
     */
    private WireRecord named(Exchange exchange, WireRecord answer) {
        Route route = exchange.route();
        if (!exchange.named || route == null) {
            return answer;
        }
        String cell = exchange.lastCell().isEmpty() ? "-" : exchange.lastCell();
        String servedBy = Attributes.servedBy(cell, route.template.toString());
        return answer.withFieldsBefore(Fields.of(Attributes.SERVED_BY, servedBy), limits.maxMessageBytes());
    }

    /** Adds the times in the router and in the parking lot, before any times reported by a cell. */
    private WireRecord timed(Exchange exchange, WireRecord answer, long nowNs) {
        Fields times = Fields.of(
                Attributes.ROUTER_US,
                Long.toString(Math.max(0, exchange.routerNs(nowNs)) / US),
                Attributes.PARK_US,
                Long.toString(Math.max(0, exchange.parkedNs(nowNs)) / US));
        return answer.withFieldsBefore(times, limits.maxMessageBytes());
    }
}
