package org.cellnest.router.broker;

import java.util.Arrays;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests to cells and takes them back: issues the ticket, writes the cell's numbers over the record where it lies,
 * counts the cell's slot, and keeps the bytes in case another cell must be asked. Used by the broker's thread alone.
 */
final class CellDispatcher {
    private static final long MS = 1_000_000L;
    private static final int FEW = 256;

    private final Outboxes outboxes;
    private final RequestObservers observers;
    private final Tickets tickets;
    private final Retention retention;
    /** The requests that were given to cells in this turn, and are not handed to their connections yet. */
    private @Nullable Exchange[] dispatched = new @Nullable Exchange[FEW];

    private int dispatches;

    CellDispatcher(BrokerSettings settings, Outboxes outboxes, RequestObservers observers, long firstGeneration) {
        this.outboxes = outboxes;
        this.observers = observers;
        this.tickets = new Tickets(settings.maxTickets(), firstGeneration);
        this.retention = new Retention(settings.retainBytes());
    }

    /** Whether no more can be dispatched, whatever cells grant. */
    boolean isFull() {
        return tickets.isFull();
    }

    int inFlight() {
        return tickets.inUse();
    }

    long retainedBytes() {
        return retention.bytes();
    }

    /** Gives a request that is in time to a cell that has room; there must be a ticket. */
    void dispatch(Exchange exchange, ServingCell servingCell, long nowNs) {
        WireRecord record = exchange.record();
        if (record == null) {
            throw new IllegalStateException("a request whose bytes are gone cannot be dispatched");
        }
        WireRecord out = exchange.wasSent() ? record.copy() : record;
        exchange.started(servingCell, nowNs);
        tickets.issue(exchange);
        servingCell.take();
        out.setExchange(exchange.ticket());
        out.setRoute(servingCell.number());
        out.setBudgetMs((int) Math.max(1, (exchange.deadlineNs() - nowNs) / MS));
        out.setFlags((exchange.starts() > 1 ? Flags.RETRIED : 0)
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

    /** A turn is over: the requests that it gave to cells have been handed to their connections, or were taken back. */
    void onTurnEnd(long nowNs) {
        for (int i = 0; i < dispatches; i++) {
            Exchange exchange = dispatched[i];
            dispatched[i] = null;
            if (exchange != null && exchange.state() == State.DISPATCHED && exchange.handed(nowNs)) {
                observers.onHandedOver(exchange, nowNs);
            }
        }
        dispatches = 0;
    }

    /** The request whose ticket a record of a cell bears, or null if the ticket is stale or another cell's. */
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

    /** The request whose ticket a record of our own bears, or null if it has been given back. */
    @Nullable
    Exchange find(WireRecord dispatched) {
        return tickets.get(dispatched.exchange());
    }

    /** Slots of tickets that have been in use are below this. */
    int slots() {
        return tickets.slots();
    }

    /** The request of a slot below {@link #slots} if a cell owes a final record for it, or null. */
    @Nullable
    Exchange heldBy(CellSession cell, int slot) {
        Exchange exchange = tickets.at(slot);
        return exchange != null && exchange.cell() == cell ? exchange : null;
    }

    /** The cell has nothing to do with the request any more: its slot and the ticket are free. */
    void giveBack(Exchange exchange) {
        CellSession cell = exchange.cell();
        DeploymentLoad load = exchange.load();
        if (cell == null || load == null) {
            throw new IllegalStateException("an exchange that no cell has");
        }
        tickets.release(exchange);
        retention.release(exchange);
        cell.giveBack();
        load.end();
        exchange.takenBack();
    }

    /** No other cell will be given the request; the ticket stays until this one's final record. */
    void abandon(Exchange exchange) {
        exchange.abandon();
        retention.release(exchange);
    }
}
