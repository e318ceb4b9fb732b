/**
 * Decides the outcome of each request: sessions, routes, dispatch, parking and answers, without a thread, socket or
 * clock.
 *
 * <p>{@link org.cellnest.router.broker.Broker} is the entry point. Its caller passes each frame and the time, and its
 * output goes to a {@code FrameSink}. All of the package belongs to one thread, the one that calls the {@code Broker}.
 *
 * <p>A request takes this way. {@code Inbox} splits a frame into records and finds its session ({@code Sessions}), and
 * {@code Exchanges} makes an {@code Exchange} of each REQUEST. {@code Placement} matches it with a route of the {@code
 * RouteTable}, and {@code Balancer} picks a cell with room. {@code CellDispatcher} gives the request to that cell with
 * a ticket. Without a cell the request is parked in the {@code ParkingLot}, from which {@code ParkedRequests} serves
 * it. The {@code Outbox} of the cell gathers the records of one turn. The ticket leads the REPLY back to the outbox of
 * the lane that brought the request.
 *
 * <p>Every end of a request is a method of {@code Outcomes}, and every answer of the router is a method of {@code
 * LocalReplies}. {@code RequestDeadlines} ends a request whose time is over, and {@code LostPeers} a request whose cell
 * or gateway is lost. {@code RequestObservers} passes the request's events to counters, metrics and spans, which decide
 * nothing.
 *
 * <p>{@code Membership} opens and ends the peers' sessions, and {@code Registrar} maintains their routes.
 */
@NullMarked
package org.cellnest.router.broker;

import org.jspecify.annotations.NullMarked;
