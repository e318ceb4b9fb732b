package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.jspecify.annotations.Nullable;

/**
 * Relays bodies that flow: DATA at once, CREDIT unless much output waits for the peer that would permit more, RESET. It
 * checks every record against the exchange's books and holds no bytes itself. Used by the broker's thread alone.
 */
final class Streams {
    /** The maximum number of withheld credits that are looked at in one turn. */
    private static final int MAX_LOOKED_AT = 64;

    /** A credit that is withheld: the direction that it belongs to, and the session that gave it. */
    private record Held(Exchange exchange, Direction direction, Session receiver) {}

    private final long outboxBytes;
    private final long requestTimeoutNs;
    private final int maxDataBytes;
    private final Outboxes outboxes;
    private final CellDispatcher cellDispatcher;
    private final Outcomes outcomes;
    private final RequestDeadlines deadlines;
    private final RequestObservers observers;
    private final StreamMetrics metrics;
    private final Deque<Held> held = new ArrayDeque<>();

    Streams(
            BrokerSettings settings,
            Outboxes outboxes,
            CellDispatcher cellDispatcher,
            Outcomes outcomes,
            RequestDeadlines deadlines,
            RequestObservers observers) {
        this.outboxBytes = settings.outboxBytes();
        this.requestTimeoutNs = settings.requestTimeoutNs();
        this.maxDataBytes = settings.limits().maxDataBytes();
        this.outboxes = outboxes;
        this.cellDispatcher = cellDispatcher;
        this.outcomes = outcomes;
        this.deadlines = deadlines;
        this.observers = observers;
        this.metrics = observers.streams();
    }

    // The answer's head.

    /** Forwards a valid REPLY of an exchange that a cell has, one of whose bodies flows. */
    void reply(Exchange exchange, WireRecord record, long nowNs) {
        boolean more = record.has(Flags.MORE);
        StreamBooks books = exchange.flow(nowNs);
        books.reply(more);
        books.progress(nowNs);
        cellDispatcher.bind(exchange);
        if (more) {
            cellDispatcher.becomeStream(exchange);
        }
        outcomes.forwardHead(exchange, record, more ? Flags.MORE : 0, nowNs);
        settle(exchange, books, nowNs);
    }

    // DATA.

    /** Handles DATA of a request's body. */
    void onData(GatewaySession gateway, WireRecord record, long nowNs) {
        Exchange exchange = gateway.get(record.exchange());
        StreamBooks books = booksOf(exchange);
        if (exchange == null || books == null || !books.request.isOpen()) {
            observers.onStaleRecord();
            return;
        }
        CellSession cell = exchange.cell();
        long offset = record.dataOffset();
        if (!accept(books.request, record)) {
            overrun(exchange, books.request, offset, record.length(), "request", nowNs);
        } else if (cell != null && isTooMuch(cell, record)) {
            outcomes.breakOff(exchange, ErrorCode.SLOW, "the cell does not read its connection", nowNs);
        } else {
            boolean more = record.has(Flags.MORE);
            books.progress(nowNs);
            metrics.onRequestBytes(record.length() - WireRecord.DATA_HEAD_BYTES);
            if (cell != null) {
                forward(record, cell.outbox, exchange.ticket(), more);
            }
            if (!more) {
                books.request.end();
                settle(exchange, books, nowNs);
            }
        }
    }

    /** Handles DATA of an answer's body. */
    void onData(CellSession cell, WireRecord record, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        StreamBooks books = booksOf(exchange);
        if (books == null || !books.answer.isOpen()) {
            observers.onStaleRecord();
            return;
        }
        long offset = record.dataOffset();
        if (!accept(books.answer, record)) {
            overrun(exchange, books.answer, offset, record.length(), "answer", nowNs);
        } else if (isTooMuch(exchange.gateway, record)) {
            outcomes.breakOff(exchange, ErrorCode.SLOW, "the gateway does not read its connections", nowNs);
        } else {
            boolean more = record.has(Flags.MORE);
            books.progress(nowNs);
            metrics.onAnswerBytes(record.length() - WireRecord.DATA_HEAD_BYTES);
            forward(record, exchange.answers, exchange.gatewayExchange, more);
            if (!more) {
                books.answer.end();
                settle(exchange, books, nowNs);
            }
        }
    }

    private boolean accept(Direction direction, WireRecord record) {
        if (record.length() > maxDataBytes) {
            return false;
        }
        boolean isBareEnd = record.length() == WireRecord.DATA_HEAD_BYTES && !record.has(Flags.MORE);
        return direction.accept(record.dataOffset(), record.length(), isBareEnd);
    }

    private boolean isTooMuch(Session receiver, WireRecord record) {
        return receiver.waitingBytes() + record.length() > outboxBytes;
    }

    private void forward(WireRecord record, Outbox to, long exchange, boolean more) {
        record.setExchange(exchange);
        record.setFlags(more ? Flags.MORE : 0);
        record.setBudgetMs(0);
        outboxes.add(to, record);
    }

    private void overrun(Exchange exchange, Direction direction, long offset, int length, String body, long nowNs) {
        String reason = "DATA of the " + body + " at " + offset + " with " + length + " bytes (expected: at "
                + direction.sent() + ", up to " + direction.limit() + ", at most " + maxDataBytes + " bytes)";
        outcomes.breakOff(exchange, ErrorCode.OVERRUN, reason, nowNs);
    }

    // CREDIT.

    /** Handles a CREDIT for an answer's body. */
    void onCredit(GatewaySession gateway, WireRecord record, long nowNs) {
        Exchange exchange = gateway.get(record.exchange());
        StreamBooks books = booksOf(exchange);
        CellSession cell = exchange == null ? null : exchange.cell();
        if (exchange == null || books == null || cell == null || !isForward(books.answer, record)) {
            observers.onStaleRecord();
            return;
        }
        books.progress(nowNs);
        grant(exchange, books.answer, gateway, record.creditLimit());
    }

    /** Handles a CREDIT for a request's body. */
    void onCredit(CellSession cell, WireRecord record, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        StreamBooks books = booksOf(exchange);
        if (books == null || !isForward(books.request, record)) {
            observers.onStaleRecord();
            return;
        }
        books.progress(nowNs);
        if (!books.isBound()) {
            books.bind();
            cellDispatcher.bind(exchange);
            deadlines.awaitProgress(exchange, books);
        }
        grant(exchange, books.request, cell, record.creditLimit());
    }

    private static boolean isForward(Direction direction, WireRecord record) {
        return direction.isOpen() && direction.isForward(record.creditLimit());
    }

    /** Passes a limit on to the sender, or withholds it while much output waits for its receiver. */
    private void grant(Exchange exchange, Direction direction, Session receiver, long limit) {
        if (direction.isHeld()) {
            direction.hold(limit);
        } else if (receiver.waitingBytes() > outboxBytes / 2) {
            direction.hold(limit);
            held.add(new Held(exchange, direction, receiver));
            metrics.onCreditHeld();
        } else {
            direction.grant(limit);
            tell(exchange, direction, limit);
        }
    }

    private void tell(Exchange exchange, Direction direction, long limit) {
        StreamBooks books = exchange.stream();
        CellSession cell = exchange.cell();
        if (books != null && direction == books.request) {
            outboxes.add(exchange.answers, MessageCodec.record(new Credit(exchange.gatewayExchange, limit)));
        } else if (cell != null) {
            outboxes.add(cell, new Credit(exchange.ticket(), limit));
        }
    }

    /** Passes withheld credits on whose receivers have read most of their output. */
    void onTurn() {
        for (int i = Math.min(held.size(), MAX_LOOKED_AT); i > 0; i--) {
            Held next = held.remove();
            if (!next.direction().isHeld()) {
                continue; // the exchange is over
            }
            if (next.receiver().waitingBytes() > outboxBytes / 4) {
                held.add(next);
            } else {
                tell(next.exchange(), next.direction(), next.direction().release());
            }
        }
    }

    /** Whether some credit is withheld. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    // RESET.

    /** Handles a RESET by the gateway of a request. */
    void onReset(GatewaySession gateway, Reset reset, long nowNs) {
        Exchange exchange = gateway.get(reset.exchange());
        StreamBooks books = exchange == null ? null : exchange.stream();
        if (exchange == null || books == null) {
            observers.onStaleRecord();
            return;
        }
        boolean giveUp = reset.directions() == Reset.BOTH
                || (reset.directions() == Reset.MINE && books.request.isOpen() && !books.isBound());
        if (giveUp) {
            observers.onCancelled(exchange);
            outcomes.drop(exchange, reset.code(), reset.reason(), nowNs);
        } else if (reset.directions() == Reset.MINE && books.request.end()) {
            passOnToCell(exchange, reset);
            settle(exchange, books, nowNs);
        } else if (reset.directions() == Reset.YOURS && books.answer.end()) {
            books.fail(reset.code());
            books.ask();
            passOnToCell(exchange, reset);
            settle(exchange, books, nowNs);
        } else {
            observers.onStaleRecord();
        }
    }

    private void passOnToCell(Exchange exchange, Reset reset) {
        CellSession cell = exchange.cell();
        if (cell != null) {
            outboxes.add(cell, new Reset(exchange.ticket(), reset.directions(), reset.code(), reset.reason()));
        }
    }

    /** Handles a RESET by the cell of a request. */
    void onReset(CellSession cell, WireRecord record, Reset reset, long nowNs) {
        Exchange exchange = cellDispatcher.find(cell, record);
        if (exchange == null) {
            return;
        }
        StreamBooks books = exchange.stream();
        boolean isBroken = reset.directions() == Reset.BOTH
                || (reset.directions() == Reset.MINE && (books == null || !books.isReplied()));
        if (isBroken) {
            outcomes.brokenByCell(exchange, reset, nowNs);
        } else if (books == null) {
            observers.onStaleRecord();
        } else if (reset.directions() == Reset.MINE && books.answer.end()) {
            books.fail(reset.code());
            passOnToGateway(exchange, reset);
            settle(exchange, books, nowNs);
        } else if (reset.directions() == Reset.YOURS && books.request.end()) {
            cellDispatcher.bind(exchange);
            books.bind();
            passOnToGateway(exchange, reset);
            settle(exchange, books, nowNs);
        } else {
            observers.onStaleRecord();
        }
    }

    private void passOnToGateway(Exchange exchange, Reset reset) {
        outboxes.add(
                exchange.answers,
                MessageCodec.record(
                        new Reset(exchange.gatewayExchange, reset.directions(), reset.code(), reset.reason())));
    }

    // Ends.

    /** Returns the books of an exchange whose cell has it and whose gateway still waits, or null. */
    private static @Nullable StreamBooks booksOf(@Nullable Exchange exchange) {
        if (exchange == null || (exchange.state() != State.DISPATCHED && exchange.state() != State.PARKED)) {
            return null;
        }
        return exchange.stream();
    }

    /** Completes an exchange whose directions are both over, or begins the next wait. */
    private void settle(Exchange exchange, StreamBooks books, long nowNs) {
        if (books.isOver()) {
            outcomes.complete(exchange, nowNs);
        } else if (books.isFlowing()) {
            deadlines.awaitProgress(exchange, books);
        } else if (exchange.state() == State.DISPATCHED) {
            if (books.isBound()) {
                exchange.restartDeadline(nowNs, requestTimeoutNs);
            }
            deadlines.awaitAnswer(exchange, nowNs);
        }
    }
}
