/**
 * Decides the router and the outcome of each request, without sockets, threads or a clock.
 *
 * <p>{@link org.cellnest.gateway.dispatch.UpstreamDispatcher} holds the requests of one I/O thread. It queues them by
 * bytes and number, gives each a slot of a {@link org.cellnest.gateway.dispatch.Lane}, matches replies, and repeats or
 * ends the requests of a lost lane. Each instance belongs to one I/O thread.
 */
@NullMarked
package org.cellnest.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
