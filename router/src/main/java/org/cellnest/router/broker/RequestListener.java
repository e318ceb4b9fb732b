package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/**
 * Observes requests on their way through the router, to count, measure or trace them; an observer decides nothing about
 * them. Called on the broker's thread, which waits for it; times are those of the broker's turns.
 */
interface RequestListener {
    /** Reports that a REQUEST has come from a gateway. */
    default void onArrived(Exchange exchange, WireRecord request, long nowNs) {}

    /** Reports that the gateway has cancelled the request. */
    default void onCancelled(Exchange exchange) {}

    /** Reports that the request waits for a cell. */
    default void onParked(Exchange exchange) {}

    /**
     * Reports that the request has been dispatched to a cell, and will be handed to the cell's connection at the end of
     * the turn.
     */
    default void onDispatched(Exchange exchange) {}

    /** Reports that the request has been handed to a cell's connection for the first time. */
    default void onHandedOver(Exchange exchange, long nowNs) {}

    /** Reports that the cell's connection did not take the request, so that the cell has not received it. */
    default void onHandedBack(Exchange exchange) {}

    /** Reports that a cell has refused the request, or a request that its gateway has given up. */
    default void onRefused(Exchange exchange) {}

    /** Reports that a cell has answered with a reply that a gateway cannot write. */
    default void onBadReply(Exchange exchange) {}

    /** Reports that the gateway has no room for the cell's answer. */
    default void onReplyNotTaken(Exchange exchange) {}

    /** Reports that the request's time is over. */
    default void onExpired(Exchange exchange) {}

    /** Reports that the request's cell is lost, and the gateway may repeat the request. */
    default void onRepeatable(Exchange exchange) {}

    /** Reports that a cell had the request, and that it may or may not have run. */
    default void onUnknownOutcome(Exchange exchange) {}

    /** Reports that a cell's answer goes to the gateway. */
    default void onAnsweredByCell(Exchange exchange, int status, long nowNs) {}

    /** Reports that an answer that the router gives in a cell's place goes to the gateway. */
    default void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {}

    /** Reports that the request is over for both sides; it has no answer if its gateway is lost. */
    default void onFinished(Exchange exchange, long nowNs) {}

    /** Reports a record about a request that is finished or never existed. */
    default void onStaleRecord() {}

    /** Reports a record about a request that another cell has. */
    default void onForgedRecord() {}
}
