/**
 * Connects the gateway to its routers.
 *
 * <p>{@link org.cellnest.gateway.link.RouterLink} commands the link to one router from any thread. {@link
 * org.cellnest.gateway.link.RouterLinkAgent} keeps its sessions on a thread of its own, and {@link
 * org.cellnest.gateway.link.GatewayRouterSession} decides each one without sockets or a clock. {@link
 * org.cellnest.gateway.link.GatewayLoopProxy} commands a {@link org.cellnest.gateway.link.GatewayLoop}. A loop has one
 * {@link org.cellnest.gateway.link.LaneLink} for each session, a connection that lives on the event loop of its I/O
 * thread.
 */
@NullMarked
package org.cellnest.gateway.link;

import org.jspecify.annotations.NullMarked;
