package org.cellnest.router.broker;

import java.util.Arrays;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches requests to cells and takes them back. Issues the ticket, writes the cell's numbers over the record in
 * place, and counts the cell's slot. Keeps the bytes in case another cell has to receive the request. Used by the
 * broker's thread alone.
 */
final class CellDispatcher {
    private static final long MS = 1_000_000L;
    private static final int FEW = 256;

    private final Outboxes outboxes;
    private final RequestObservers observers;
    private final Tickets tickets;
    private final Retention retention;
    /** The requests dispatched in this turn that are not yet handed to their connections. */
    private @Nullable Exchange[] dispatched = new @Nullable Exchange[FEW];

    private int dispatches;

    CellDispatcher(BrokerSettings settings, Outboxes outboxes, RequestObservers observers, long firstGeneration) {
        this.outboxes = outboxes;
        this.observers = observers;
        this.tickets = new Tickets(settings.maxTickets(), firstGeneration);
        this.retention = new Retention(settings.retainBytes());
    }

    /** Whether all tickets are in use, so that no request can be dispatched even if cells have room. */
    boolean isFull() {
        return tickets.isFull();
    }

    int inFlight() {
        return tickets.inUse();
    }

    long retainedBytes() {
        return retention.bytes();
    }

    /** Dispatches a request before its deadline to a cell with room; there must be a free ticket. */
    void dispatch(Exchange exchange, ServingCell servingCell, long nowNs) {
        WireRecord record = exchange.record();
        if (record == null) {
            throw new IllegalStateException("a request whose bytes are gone cannot be dispatched");
        }
        WireRecord out = exchange.wasSent() ? record.copyHead() : record;
        exchange.started(servingCell, nowNs);
        tickets.issue(exchange);
        boolean uploads = exchange.isUploading();
        servingCell.take(uploads);
        StreamBooks books = exchange.stream();
        if (books != null) {
            books.count(uploads);
        }
        out.setExchange(exchange.ticket());
        out.setRoute(servingCell.number());
        out.setBudgetMs((int) Math.max(1, (exchange.deadlineNs() - nowNs) / MS));
        out.setFlags((uploads ? Flags.MORE : 0)
                | (exchange.starts() > 1 ? Flags.RETRIED : 0)
                | (exchange.timed ? Flags.TIMED : 0)
                | (exchange.named ? Flags.NAMED : 0));
        retention.retain(exchange, out);
        outboxes.add(servingCell.cell(), out);
        awaitTurnEnd(exchange);
        observers.onDispatched(exchange);
    }

    private void awaitTurnEnd(Exchange exchange) {
        if (dispatches == dispatched.length) {
            dispatched = Arrays.copyOf(dispatched, 2 * dispatches);
        }
        dispatched[dispatches++] = exchange;
    }

    /** Ends a turn: its requests have been handed to their connections, or were taken back. */
    void onTurnEnd(long nowNs) {
        for (int i = 0; i < dispatches; i++) {
            Exchange exchange = dispatched[i];
            dispatched[i] = null;
            if (exchange != null && exchange.state() == State.DISPATCHED && exchange.handed(nowNs)) {
                observers.onHandedOver(exchange, nowNs);
            }
        }
        dispatches = 0;
        retention.onTurnEnd();
    }

    /** Returns the request of the ticket in a cell's record, or null if the ticket is stale or another cell's. */
    @Nullable
    Exchange find(CellSession cell, WireRecord record) {
        Exchange exchange = tickets.get(record.exchange());
        if (exchange == null) {
            observers.onStaleRecord();
            return null;
        }
        if (exchange.cell() != cell) {
            observers.onForgedRecord();
            return null;
        }
        return exchange;
    }

    /**
     * Returns the request of the ticket in a record that this router dispatched, or null if the ticket has been given
     * back.
     */
    @Nullable
    Exchange find(WireRecord dispatched) {
        return tickets.get(dispatched.exchange());
    }

    /** Returns a bound of the slots that have been in use: all are below it. */
    int slots() {
        return tickets.slots();
    }

    /** Returns the request of a slot below {@link #slots} if a cell owes a final record for it, or null. */
    @Nullable
    Exchange heldBy(CellSession cell, int slot) {
        Exchange exchange = tickets.at(slot);
        return exchange != null && exchange.cell() == cell ? exchange : null;
    }

    /** Ends the cell's part in a request: frees its slot and the ticket. */
    void giveBack(Exchange exchange) {
        CellSession cell = exchange.cell();
        DeploymentLoad load = exchange.load();
        if (cell == null || load == null) {
            throw new IllegalStateException("an exchange that no cell has");
        }
        tickets.release(exchange);
        retention.release(exchange);
        StreamBooks books = exchange.stream();
        if (books != null && books.isCounted()) {
            cell.giveBackStream();
        } else {
            cell.giveBack();
            load.end();
        }
        exchange.takenBack();
    }

    /** Binds a request to the cell that has it: no other cell receives it, so that its bytes are needed no more. */
    void bind(Exchange exchange) {
        retention.release(exchange);
        exchange.forgetBytes();
    }

    /** Counts an exchange as a stream of its cell, no longer as a call, since its answer flows. */
    void becomeStream(Exchange exchange) {
        CellSession cell = exchange.cell();
        DeploymentLoad load = exchange.load();
        StreamBooks books = exchange.stream();
        if (cell == null || load == null || books == null) {
            throw new IllegalStateException("an exchange without a body that flows, or that no cell has");
        }
        if (!books.isCounted()) {
            cell.giveBack();
            load.end();
            cell.takeStream();
            books.count(true);
        }
    }

    /**
     * Abandons a request to its cell: no other cell receives it, and the ticket stays until this cell's final record.
     */
    void abandon(Exchange exchange) {
        exchange.abandon();
        retention.release(exchange);
    }
}
