/**
 * What the gateway makes of HTTP, without sockets, threads or a clock: which host and target it takes, which
 * address a client has, and what the gateway's own answers say. What anybody else who runs routes must know too is in
 * {@link org.cellnest.http}.
 *
 * <p>A rule that a request breaks is a {@link org.cellnest.gateway.rules.RefusedRequest}, which carries the {@link
 * org.cellnest.gateway.rules.LocalReply} to give.
 */
@NullMarked
package org.cellnest.gateway.rules;

import org.jspecify.annotations.NullMarked;
