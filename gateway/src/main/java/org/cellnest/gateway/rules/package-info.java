/**
 * What the gateway makes of HTTP, without sockets, threads or a clock: how a path is decoded, which fields pass in either
 * direction, which address a client has, and what the gateway's own answers say.
 *
 * <p>A rule that a request breaks is a {@link org.cellnest.gateway.rules.RefusedRequest}, which carries the {@link
 * org.cellnest.gateway.rules.Answer} to give.
 */
@NullMarked
package org.cellnest.gateway.rules;

import org.jspecify.annotations.NullMarked;
