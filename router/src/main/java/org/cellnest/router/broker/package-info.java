/**
 * Decides what becomes of each request: sessions, routes, dispatch, parking and answers, without a thread, socket or clock.
 *
 * <p>{@link org.cellnest.router.broker.Broker} is the door. It is passed each frame and the time, and hands what is to be
 * sent to a {@code FrameSink}. All of the package belongs to one thread, the one that calls the {@code Broker}.
 *
 * <p>The way of a request: {@code Broker} finds the session that a frame came by ({@code Sessions}), {@code Exchanges}
 * makes an {@code Exchange} of each REQUEST, {@code RouteTable} finds its route, {@code Balancer} picks a cell with room
 * and {@code CellDispatcher} gives it the request with a ticket, or {@code ParkingLot} keeps it for a while; the {@code Outbox}
 * of the cell gathers the records of one turn. The REPLY finds its way back by the ticket, to the outbox of the lane that
 * the request came by. Every other end of a request is a method of {@code Exchanges}, and the answer to the client one of
 * {@code LocalReplies}. Peers come and go through {@code Membership}, their routes through {@code Registrar}.
 */
@NullMarked
package org.cellnest.router.broker;

import org.jspecify.annotations.NullMarked;
