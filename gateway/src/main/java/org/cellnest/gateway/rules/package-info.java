/**
 * Applies the gateway's rules of HTTP, without sockets, threads or a clock. They concern hosts and targets, the address
 * of a client, and the gateway's own answers. The rules that any other host of routes needs too are in {@link
 * org.cellnest.http}.
 *
 * <p>A violation of a rule is a {@link org.cellnest.gateway.rules.RefusedRequest}, which carries the {@link
 * org.cellnest.gateway.rules.LocalReply} to send.
 */
@NullMarked
package org.cellnest.gateway.rules;

import org.jspecify.annotations.NullMarked;
