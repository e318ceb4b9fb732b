/**
 * A peer's side of a session with a router, without sockets, threads or a clock: how every connection begins ({@link
 * org.cellnest.session.Handshake}) and whether the router still lives ({@link org.cellnest.session.LivenessTracker}).
 */
@NullMarked
package org.cellnest.session;

import org.jspecify.annotations.NullMarked;
