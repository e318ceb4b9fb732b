/**
 * Decides what becomes of each request: sessions, routes, dispatch, parking and answers, without a thread, socket or clock.
 *
 * <p>{@link org.cellnest.router.broker.Broker} is the door. It is passed each frame and the time, and hands what is to be
 * sent to a {@code FrameSink}. All of the package belongs to one thread, the one that calls the {@code Broker}.
 *
 * <p>The way of a request: {@code Broker} finds the session that a frame came by ({@code Sessions}), and {@code Exchanges}
 * makes an {@code Exchange} of each REQUEST. {@code Placement} matches it with a route of the {@code RouteTable}, {@code
 * Balancer} picks a cell with room, and {@code CellDispatcher} gives it the request with a ticket; or else it is parked in
 * the {@code ParkingLot}, out of which {@code ParkedRequests} serves it. The {@code Outbox} of the cell gathers the records
 * of one turn. The REPLY finds its way back by the ticket, to the outbox of the lane that the request came by.
 *
 * <p>Every end of a request is a method of {@code Outcomes}, and every answer of the router one of {@code LocalReplies}.
 * {@code RequestDeadlines} ends a request whose time is over, {@code LostPeers} one whose cell or gateway is gone. {@code
 * RequestObservers} passes its events to counters, metrics and spans, which decide nothing.
 *
 * <p>Peers come and go through {@code Membership}, their routes through {@code Registrar}.
 */
@NullMarked
package org.cellnest.router.broker;

import org.jspecify.annotations.NullMarked;
