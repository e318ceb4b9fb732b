package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/**
 * Observes requests on their way through the router: what counts, measures or traces them decides nothing about them. On the
 * broker's thread, which waits for it; times are those of the broker's turns.
 */
interface RequestListener {
    /** A REQUEST has come from a gateway. */
    default void onArrived(Exchange exchange, WireRecord request, long nowNs) {}

    /** The gateway has cancelled it. */
    default void onCancelled(Exchange exchange) {}

    /** It waits for a cell. */
    default void onParked(Exchange exchange) {}

    /** It has been given to a cell, and will be handed to the cell's connection at the end of the turn. */
    default void onDispatched(Exchange exchange) {}

    /** It has been handed to the connection of a cell, for the first time. */
    default void onHandedOver(Exchange exchange, long nowNs) {}

    /** The connection of the cell did not take it, so that the cell has not had it. */
    default void onHandedBack(Exchange exchange) {}

    /** A cell has refused it, or has refused what its gateway no longer waits for. */
    default void onRefused(Exchange exchange) {}

    /** A cell has answered it with a reply that no gateway can write. */
    default void onBadReply(Exchange exchange) {}

    /** Its gateway has no room for the cell's answer. */
    default void onReplyNotTaken(Exchange exchange) {}

    /** Its time is over. */
    default void onExpired(Exchange exchange) {}

    /** Its cell is gone, and the gateway may repeat it. */
    default void onRepeatable(Exchange exchange) {}

    /** A cell had it, and nobody knows whether it ran. */
    default void onUnknownOutcome(Exchange exchange) {}

    /** The answer of a cell goes to the gateway. */
    default void onAnsweredByCell(Exchange exchange, int status, long nowNs) {}

    /** An answer that the router gives in a cell's place goes to the gateway. */
    default void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {}

    /** Neither side will hear of it again; without an answer where its gateway is gone. */
    default void onFinished(Exchange exchange, long nowNs) {}

    /** A record has come about a request that is finished, or that there never was. */
    default void onStaleRecord() {}

    /** A record has come about a request that another cell has. */
    default void onForgedRecord() {}
}
