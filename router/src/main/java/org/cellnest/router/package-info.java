/**
 * Runs the router: its process, the one thread of its ROUTER socket, its log and its dashboard.
 *
 * <p>{@link org.cellnest.router.BrokerAgent} owns the socket and calls {@link org.cellnest.router.broker.Broker}, which
 * takes every decision. {@link org.cellnest.router.RouterProcess} puts both together with the control plane of {@code
 * org.cellnest.router.control}.
 */
@NullMarked
package org.cellnest.router;

import org.jspecify.annotations.NullMarked;
