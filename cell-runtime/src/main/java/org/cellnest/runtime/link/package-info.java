/**
 * Connects the cell to its routers.
 *
 * <p>A {@link org.cellnest.runtime.link.RouterLink} for each router has two threads and two connections. The receiving
 * thread runs {@link org.cellnest.runtime.link.RouterLinkAgent} and owns the primary. It registers the cell, waits for
 * requests and passes them, batch by batch, to the executors of their deployments.
 *
 * <p>The second connection belongs to the {@link org.cellnest.runtime.link.ReplyLane}. Finished replies gather in the
 * {@link org.cellnest.runtime.link.SessionExchanges}. A worker without further work sends them in batches, or else the
 * lane's own thread, which also keeps the heartbeat. Neither thread ever runs code of a cell. {@link
 * org.cellnest.session.Handshake} and {@link org.cellnest.runtime.link.CellRouterSession} decide, without sockets,
 * threads or clocks.
 */
@NullMarked
package org.cellnest.runtime.link;

import org.jspecify.annotations.NullMarked;
