package org.cellnest.router.broker;

import org.cellnest.protocol.PeerKind;
import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.RequestMetrics;
import org.cellnest.telemetry.SingleWriterCounter;

/**
 * Measures the durations of requests and turns, and the bytes of each side. The broker's thread records; any thread may
 * read without a turn of the broker.
 */
public final class BrokerMetrics implements RequestListener {
    /** The time from a request's arrival until it is handed to a cell's connection, waiting for a cell included. */
    final Histogram router = new Histogram();
    /** The requests from their arrival until an answer arrives, or is given by the router itself. */
    public final RequestMetrics total = new RequestMetrics();
    /** The duration of turns that had input or pending work; no other work runs meanwhile. */
    public final Histogram turns = new Histogram();
    /** The requests without a route. */
    final RouteMetrics unrouted = new RouteMetrics();

    /** Bodies that flow. */
    final StreamMetrics streams = new StreamMetrics();

    private final ActiveRoutes activeRoutes;
    private final SingleWriterCounter fromGateways = new SingleWriterCounter();
    private final SingleWriterCounter toGateways = new SingleWriterCounter();
    private final SingleWriterCounter fromCells = new SingleWriterCounter();
    private final SingleWriterCounter toCells = new SingleWriterCounter();

    /** @param activeRoutes receives the routes that answer for the first time */
    BrokerMetrics(ActiveRoutes activeRoutes) {
        this.activeRoutes = activeRoutes;
    }

    void onReceived(PeerKind side, int bytes) {
        received(side).add(bytes);
    }

    void onSent(PeerKind side, long bytes) {
        sent(side).add(bytes);
    }

    /** Returns the counter of the bytes of frames that came from one side. */
    SingleWriterCounter received(PeerKind side) {
        return side == PeerKind.GATEWAY ? fromGateways : fromCells;
    }

    /** Returns the counter of the bytes of frames that were handed to the connections of one side. */
    SingleWriterCounter sent(PeerKind side) {
        return side == PeerKind.GATEWAY ? toGateways : toCells;
    }

    @Override
    public void onHandedOver(Exchange exchange, long nowNs) {
        router.record(nowNs - exchange.arrivedNs());
    }

    @Override
    public void onAnsweredByCell(Exchange exchange, int status, long nowNs) {
        onAnswered(exchange, status, nowNs);
    }

    @Override
    public void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {
        onAnswered(exchange, status, nowNs);
    }

    private void onAnswered(Exchange exchange, int status, long nowNs) {
        long tookNs = nowNs - exchange.arrivedNs();
        Route route = exchange.route();
        if (route == null) {
            unrouted.answered(status, tookNs);
        } else {
            activeRoutes.onAnswered(route);
            route.metrics.answered(status, tookNs);
        }
        total.record(status, tookNs);
    }
}
