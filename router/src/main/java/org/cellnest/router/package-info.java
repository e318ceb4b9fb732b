/**
 * The broker: who is connected, which cell has which route, and what becomes of each request.
 *
 * <p>{@link org.cellnest.router.Broker} takes every decision and has no socket, thread or clock: it is told what came
 * and what time it is, and hands what is to be sent to a port. {@link org.cellnest.router.BrokerAgent} is the thin
 * thread around it that owns the one ROUTER socket.
 *
 * <p>The way of a request: {@code Broker} finds the session that a frame came by ({@code Connections}), {@code
 * Exchanges} makes an {@code Exchange} of each REQUEST, {@code RouteTable} says which route it is for, {@code
 * Dispatcher} picks a cell with room and gives it a ticket, or {@code ParkingLot} keeps it for a while; the {@code
 * Outbox} of the cell gathers what goes there in this turn. The REPLY finds its way back by the ticket. Whatever else
 * can happen has a row in the table of outcomes, which {@code Outcomes} writes.
 */
@NullMarked
package org.cellnest.router;

import org.jspecify.annotations.NullMarked;
