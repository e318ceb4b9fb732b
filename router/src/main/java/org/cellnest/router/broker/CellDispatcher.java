package org.cellnest.router.broker;

import org.cellnest.protocol.Flags;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.cellnest.telemetry.trace.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests to cells and takes them back: the ticket, what is written over the record where it lies, the cell's slot,
 * and the bytes that are kept in case another cell must be asked. Used by the broker's thread alone.
 */
final class CellDispatcher {
    static final String TRACE_PARENT = "traceparent";

    private static final long MS = 1_000_000L;

    private final Outboxes outboxes;
    private final BrokerCounters counters;
    private final Tickets tickets;
    private final Retention retention;

    CellDispatcher(BrokerSettings settings, Outboxes outboxes, BrokerCounters counters, long firstGeneration) {
        this.outboxes = outboxes;
        this.counters = counters;
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
        CellSession cell = servingCell.cell();
        WireRecord record = exchange.record();
        if (record == null) {
            throw new IllegalStateException("a request whose bytes are gone cannot be dispatched");
        }
        WireRecord out = exchange.wasSent ? record.copy() : record;
        exchange.become(State.DISPATCHED);
        exchange.cell = cell;
        exchange.load = servingCell.load();
        exchange.lastCell = cell.peerId;
        tickets.issue(exchange);
        out.setExchange(exchange.ticket);
        out.setRoute(servingCell.number());
        out.setBudgetMs((int) Math.max(1, (exchange.deadlineNs - nowNs) / MS));
        out.setFlags((exchange.starts > 0 ? Flags.RETRIED : 0)
                | (exchange.timed ? Flags.TIMED : 0)
                | (exchange.named ? Flags.NAMED : 0));
        TraceSpan span = exchange.span;
        if (span != null) {
            out.setField(TRACE_PARENT, span.traceparent());
            span.attribute("cellnest.cell", cell.peerId);
        }
        if (exchange.starts > 0 || exchange.refusalCount() > 0) {
            counters.redispatched++;
        }
        exchange.starts++;
        exchange.wasSent = true;
        cell.inFlight++;
        servingCell.load().begin();
        cell.countRequest();
        counters.dispatched++;
        retention.retain(exchange, out);
        outboxes.add(cell, out);
    }

    /** The request whose ticket a record of a cell bears, or null if the ticket is stale or another cell's. */
    @Nullable
    Exchange find(CellSession cell, WireRecord record) {
        Exchange exchange = tickets.get(record.exchange());
        if (exchange == null) {
            counters.staleRecords++;
            return null;
        }
        if (exchange.cell != cell) {
            counters.forgedRecords++;
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
        return exchange != null && exchange.cell == cell ? exchange : null;
    }

    /** The cell has nothing to do with the request any more: its slot and the ticket are free. */
    void giveBack(Exchange exchange) {
        CellSession cell = exchange.cell;
        DeploymentLoad load = exchange.load;
        if (cell == null || load == null) {
            throw new IllegalStateException("an exchange that no cell has");
        }
        tickets.release(exchange);
        retention.release(exchange);
        cell.inFlight--;
        load.end();
        exchange.cell = null;
        exchange.load = null;
    }

    /** No other cell will be asked; the ticket stays until this one's final record. */
    void letGo(Exchange exchange) {
        retention.release(exchange);
        exchange.keep(null);
    }
}
