/**
 * Runs the gateway: HTTP in, ZeroMQ out.
 *
 * <p>A request stays on the I/O thread that owns its client's connection. {@code intake} reads the head strictly,
 * {@link org.cellnest.gateway.http.IngressHandler} admits it, and {@code http} reads the body. The thread's {@link
 * org.cellnest.gateway.dispatch.UpstreamDispatcher} binds the request to a slot and writes it into the batch of a
 * {@link org.cellnest.gateway.dispatch.Lane}. {@link org.cellnest.gateway.link.GatewayLoop} sends the batch at the end
 * of the turn. The reply returns by a {@link org.cellnest.gateway.link.LaneLink} of the same session and event loop,
 * and {@link org.cellnest.gateway.http.HttpReplyWriter} writes it to the client.
 *
 * <p>{@link org.cellnest.gateway.link.RouterLink} keeps the session's primary connection, with heartbeats and
 * registration, on a thread of its own. {@link org.cellnest.gateway.dispatch.UpstreamDispatcher} alone decides what
 * becomes of a request that got no answer. Permitted directions: root, {@code http}, {@code link}, {@code intake},
 * {@code dispatch}, {@code metrics}; {@code rules}, {@code framing} and {@code access} know no socket.
 */
@NullMarked
package org.cellnest.gateway;

import org.jspecify.annotations.NullMarked;
