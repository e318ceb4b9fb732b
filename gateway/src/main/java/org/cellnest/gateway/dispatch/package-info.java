/**
 * Decides which router gets a request and what becomes of it, without sockets, threads or a clock.
 *
 * <p>{@link org.cellnest.gateway.dispatch.UpstreamDispatcher} holds the requests of one I/O thread: it queues them by bytes and
 * number, gives each a slot of a {@link org.cellnest.gateway.dispatch.Lane}, matches replies, and repeats or ends what a
 * lost lane held. Each instance belongs to one I/O thread.
 */
@NullMarked
package org.cellnest.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
