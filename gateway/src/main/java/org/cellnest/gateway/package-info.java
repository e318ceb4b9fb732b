/**
 * The gateway: HTTP in, ZeroMQ out.
 *
 * <p>A request's journey, all of it on the I/O thread that owns the client's connection: {@link
 * org.cellnest.gateway.IngressHandler} reads and judges the request and its body, the thread's {@link
 * org.cellnest.gateway.Dispatcher} binds it to a slot and writes it into the batch of a {@link
 * org.cellnest.gateway.Lane}, and {@link org.cellnest.gateway.GatewayLoop} sends what has gathered at the end of the turn.
 * The answer comes back on the same connection, a {@link org.cellnest.gateway.LaneLink} that lives on the same event loop,
 * and {@link org.cellnest.gateway.ReplyWriter} writes it out. The session's primary connection, by which gateway and router
 * say how they are, has a thread of its own in {@link org.cellnest.gateway.RouterLink}.
 *
 * <p>Rules about HTTP are in {@code rules}, the states of a session in {@code session}; neither knows a socket, a thread
 * or a clock. What became of a request that got no answer is decided in {@link org.cellnest.gateway.Dispatcher} alone.
 */
@NullMarked
package org.cellnest.gateway;

import org.jspecify.annotations.NullMarked;
