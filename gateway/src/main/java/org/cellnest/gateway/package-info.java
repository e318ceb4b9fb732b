/**
 * Runs the gateway: HTTP in, ZeroMQ out.
 *
 * <p>The way of a request, all of it on the I/O thread that owns the client's connection: {@code intake} reads its head
 * strictly, {@link org.cellnest.gateway.http.IngressHandler} checks it and reads its body, the thread's {@link
 * org.cellnest.gateway.dispatch.UpstreamDispatcher} binds it to a slot and writes it into the batch of a {@link
 * org.cellnest.gateway.dispatch.Lane}, and {@link org.cellnest.gateway.link.GatewayLoop} sends the batch at the end of the
 * turn. The answer returns on the same session, by a {@link org.cellnest.gateway.link.LaneLink} that lives on the same event
 * loop, and {@link org.cellnest.gateway.http.HttpReplyWriter} writes it to the client.
 *
 * <p>{@link org.cellnest.gateway.link.RouterLink} keeps the session's primary connection, with heartbeats and registration,
 * on a thread of its own. {@link org.cellnest.gateway.dispatch.UpstreamDispatcher} alone decides what becomes of a request that got
 * no answer. Permitted directions: root, {@code http}, {@code link}, {@code intake}, {@code dispatch}, {@code metrics};
 * {@code rules}, {@code framing} and {@code access} know no socket.
 */
@NullMarked
package org.cellnest.gateway;

import org.jspecify.annotations.NullMarked;
