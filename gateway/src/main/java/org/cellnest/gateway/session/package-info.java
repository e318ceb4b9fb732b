/**
 * A gateway's session with a router, without sockets, threads or a clock.
 *
 * <p>The first connection, the primary, registers the gateway; the others, one for each I/O thread, join the session.
 * Both begin alike ({@link org.cellnest.session.Handshake}). {@link
 * org.cellnest.gateway.session.RouterSession} is what the primary's owner asks what to do next.
 */
@NullMarked
package org.cellnest.gateway.session;

import org.jspecify.annotations.NullMarked;
