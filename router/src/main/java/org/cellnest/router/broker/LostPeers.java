package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Exchange.State;
import org.jspecify.annotations.Nullable;

/**
 * Finds an outcome for the requests of lost peers, in pieces, and for requests that a connection did not take. Used by
 * the broker's thread alone.
 */
final class LostPeers {
    private static final int MAX_STARTS = 2;
    /** The maximum number of slots examined in one step. */
    private static final int MAX_LOOKED_AT = 256;

    private final CellDispatcher cellDispatcher;
    private final Placement placement;
    private final Outcomes outcomes;
    private final RequestObservers observers;
    private final Tasks tasks;

    LostPeers(
            CellDispatcher cellDispatcher,
            Placement placement,
            Outcomes outcomes,
            RequestObservers observers,
            Tasks tasks) {
        this.cellDispatcher = cellDispatcher;
        this.placement = placement;
        this.outcomes = outcomes;
        this.observers = observers;
        this.tasks = tasks;
    }

    /**
     * Ends the requests of a lost gateway: a parked request is dropped, and a dispatched request is cancelled at its
     * cell.
     */
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
                    loseGateway(exchange, nowNs);
                }
                return gateway.outstanding() > 0 && slot < gateway.slots();
            }
        });
    }

    private void loseGateway(Exchange exchange, long nowNs) {
        if (exchange.state() == State.PARKED) {
            outcomes.finish(exchange, nowNs);
        } else if (exchange.state() == State.DISPATCHED) {
            if (exchange.stream() == null) {
                outcomes.abandon(exchange, Cancel.Reason.ASKER_GONE);
            } else {
                outcomes.drop(exchange, ErrorCode.ASKER_GONE, "the gateway is lost", nowNs);
            }
        }
    }

    /**
     * Ends the requests of a lost cell. A request that may be started once more returns to its gateway, and only
     * gateways repeat requests. Two repeating parties, unaware of each other, could start a request a third time.
     *
     * @param cause the reason of the loss; if the cell's connection is still open, the cell may still run the
     *     requests
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
                    loseCell(exchange, cause, nowNs);
                }
                return cell.holdsTickets() && slot < cellDispatcher.slots();
            }
        });
    }

    private void loseCell(Exchange exchange, ErrorCode cause, long nowNs) {
        if (!outcomes.takeBack(exchange, nowNs)) {
            return;
        }
        StreamBooks books = exchange.stream();
        if (books != null && books.isReplied()) {
            outcomes.loseAnswer(exchange, cause, nowNs);
            return;
        }
        boolean repeatable = isRepeatable(exchange, cause);
        if (repeatable) {
            observers.onRepeatable(exchange);
        } else {
            observers.onUnknownOutcome(exchange);
        }
        outcomes.answer(exchange, LocalReplies.lost(exchange, cause, repeatable), nowNs);
    }

    /**
     * Whether a request may be started once more. A silent or evicted cell may still run it, so only a safe method may
     * then be repeated.
     */
    private static boolean isRepeatable(Exchange exchange, ErrorCode cause) {
        boolean mayStillRun = cause == ErrorCode.SILENT || cause == ErrorCode.KICKED;
        StreamBooks books = exchange.stream();
        return (books == null || !books.isBound())
                && (mayStillRun ? exchange.isSafe() : exchange.isIdempotent())
                && !exchange.isCancelled()
                && exchange.starts() < MAX_STARTS;
    }

    /**
     * Places REQUESTs again that could not be handed to their cell's socket, and were thus not dispatched. They go to
     * other cells, or to the front of the parked requests, in their order.
     */
    void onHandedBack(List<WireRecord> records, long nowNs) {
        Deque<Exchange> waiting = new ArrayDeque<>();
        for (WireRecord record : records) {
            Exchange exchange = takeBackUnsent(record, nowNs);
            if (exchange == null) {
                continue;
            }
            Route route = exchange.route();
            ServingCell servingCell = route == null ? null : placement.pick(route, exchange);
            if (servingCell == null) {
                waiting.push(exchange);
            } else {
                placement.dispatch(exchange, servingCell, nowNs);
            }
        }
        waiting.forEach(exchange -> placement.park(exchange, true, nowNs));
    }

    /**
     * Returns the exchange of a REQUEST that was not sent, or null if the exchange is over or was answered as
     * cancelled.
     */
    private @Nullable Exchange takeBackUnsent(WireRecord record, long nowNs) {
        Exchange exchange = cellDispatcher.find(record);
        if (exchange == null) {
            return null;
        }
        observers.onHandedBack(exchange);
        if (!outcomes.takeBack(exchange, nowNs)) {
            return null;
        }
        exchange.handedBack(record);
        if (exchange.isCancelled()) {
            outcomes.answer(exchange, LocalReplies.cancelled(exchange), nowNs);
            return null;
        }
        return exchange;
    }
}
