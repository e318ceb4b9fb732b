/**
 * Connects the gateway to its routers.
 *
 * <p>{@link org.cellnest.gateway.link.RouterLink} keeps a session with one router on a thread of its own; {@link
 * org.cellnest.gateway.link.RouterSession} is its state, without sockets or a clock. Each {@link
 * org.cellnest.gateway.link.GatewayLoop} has one {@link org.cellnest.gateway.link.LaneLink} for each session, a connection
 * that lives on the loop of its I/O thread.
 */
@NullMarked
package org.cellnest.gateway.link;

import org.jspecify.annotations.NullMarked;
