package org.cellnest.router.broker;

import java.util.Arrays;
import org.cellnest.protocol.PeerKind;
import org.cellnest.router.broker.Exchange.State;
import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.RequestMetrics;
import org.cellnest.telemetry.SingleWriterCounter;
import org.cellnest.telemetry.trace.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * What the broker measures beside what it counts. The broker's thread records; any thread may read what is public to it,
 * without asking the broker.
 */
public final class BrokerMetrics {
    private static final int FEW = 256;

    /** From a request's arrival until it is handed to a cell's connection, waiting for a cell included. */
    final Histogram router = new Histogram();
    /** All requests: from their arrival until their answer arrives, or is given by the router itself. */
    public final RequestMetrics total = new RequestMetrics();
    /** The duration of turns that had input or work in hand: nothing else is done meanwhile. */
    public final Histogram turns = new Histogram();
    /** Requests that had no route. */
    final RouteMetrics unrouted = new RouteMetrics();

    private final ActiveRoutes asked;
    private final SingleWriterCounter fromGateways = new SingleWriterCounter();
    private final SingleWriterCounter toGateways = new SingleWriterCounter();
    private final SingleWriterCounter fromCells = new SingleWriterCounter();
    private final SingleWriterCounter toCells = new SingleWriterCounter();

    /** Those given to a cell in this turn, and not handed to its connection yet. */
    private @Nullable Exchange[] dispatched = new @Nullable Exchange[FEW];

    private int dispatches;

    /** @param asked told of routes that have answered for the first time */
    BrokerMetrics(ActiveRoutes asked) {
        this.asked = asked;
    }

    void onReceived(PeerKind side, int bytes) {
        received(side).add(bytes);
    }

    void onSent(PeerKind side, long bytes) {
        sent(side).add(bytes);
    }

    /** Bytes of frames that came from one side. */
    SingleWriterCounter received(PeerKind side) {
        return side == PeerKind.GATEWAY ? fromGateways : fromCells;
    }

    /** Bytes of frames that were handed to the connections of one side. */
    SingleWriterCounter sent(PeerKind side) {
        return side == PeerKind.GATEWAY ? toGateways : toCells;
    }

    /** A request has been given to a cell. */
    void onDispatched(Exchange exchange) {
        if (dispatches == dispatched.length) {
            dispatched = Arrays.copyOf(dispatched, 2 * dispatches);
        }
        dispatched[dispatches++] = exchange;
    }

    /** The request has its answer. */
    void onAnswered(Exchange exchange, int status, long nowNs) {
        long tookNs = nowNs - exchange.arrivedNs();
        Route route = exchange.route();
        if (route == null) {
            unrouted.answered(status, tookNs);
        } else {
            asked.onAnswered(route);
            route.metrics.answered(status, tookNs);
        }
        total.record(status, tookNs);
        TraceSpan span = exchange.span();
        if (span != null) {
            if (route != null) {
                span.rename(exchange.method + " " + route.template);
                span.attribute("http.route", route.template.toString());
                span.attribute("cellnest.deployment", route.deployment);
            }
            span.attribute("cellnest.parked_us", exchange.parkedNs(nowNs) / 1_000);
            span.end(status);
        }
    }

    /** A turn is over: what it gave to cells has been handed to their connections, or was taken back. */
    void onTurnEnd(long nowNs) {
        for (int i = 0; i < dispatches; i++) {
            Exchange exchange = dispatched[i];
            dispatched[i] = null;
            if (exchange != null && exchange.state() == State.DISPATCHED && exchange.handed(nowNs)) {
                router.record(nowNs - exchange.arrivedNs());
            }
        }
        dispatches = 0;
    }
}
