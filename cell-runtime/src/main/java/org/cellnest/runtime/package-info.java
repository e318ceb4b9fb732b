/**
 * The cell process: it keeps a session with each router, runs what the routers send, and serves the jars of a folder.
 *
 * <p>A {@link BrokerLink} for each router has two threads and two connections. The receiving thread owns the primary: it
 * registers the cell, waits for requests and hands them, batch by batch, to the executors of the deployments they are
 * for. The second connection is the {@link ReplyLane}'s: finished replies gather in the {@link LiveSession} and are sent in
 * batches by a worker that has nothing more to do, or by the lane's own thread, which also keeps the heartbeat. Neither
 * thread ever runs code of a cell. What they decide is in {@link org.cellnest.session.Handshake} and {@link RouterSession}, which know no sockets, threads or clocks.
 *
 * <p>{@link org.cellnest.runtime.deploy} makes deployments of jars; {@link org.cellnest.runtime.dispatch} runs their
 * methods.
 */
@NullMarked
package org.cellnest.runtime;

import org.jspecify.annotations.NullMarked;
