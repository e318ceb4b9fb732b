/**
 * The broker: who is connected, which cell has which route, and what becomes of each request.
 *
 * <p>{@link org.cellnest.router.Broker} takes every decision and has no socket, thread or clock: it is told what came
 * and what time it is, and hands what is to be sent to a port. {@link org.cellnest.router.BrokerAgent} is the thin
 * thread around it that owns the one ROUTER socket.
 *
 * <p>The way of a request: {@code Broker} finds the session that a frame came by ({@code Sessions}), {@code
 * Exchanges} makes an {@code Exchange} of each REQUEST, {@code RouteTable} says which route it is for, {@code
 * Balancer} picks a cell with room and {@code Dispatcher} gives it the request with a ticket, or {@code ParkingLot} keeps
 * it for a while; the {@code Outbox} of the cell gathers what goes there in this turn. The REPLY finds its way back by the
 * ticket, to the outbox of the lane that the request came by. Whatever else can happen to it is a method of {@code Exchanges}, and what the client is then told one of {@code
 * NestReply}. Peers come and go through {@code Membership}, their routes through {@code Registrar}.
 */
@NullMarked
package org.cellnest.router;

import org.jspecify.annotations.NullMarked;
