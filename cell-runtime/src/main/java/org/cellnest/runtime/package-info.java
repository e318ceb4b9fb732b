/**
 * Runs a cell: a session with each router, the requests of those sessions, and the jars of a folder.
 *
 * <p>{@link org.cellnest.runtime.CellProcess} puts three parts together. {@code link} keeps the sessions and moves requests
 * and replies; {@code deploy} turns jars into deployments; {@code handler} runs their methods. {@code link} hands each batch
 * of requests to the executors of the deployments that {@code deploy} has active.
 */
@NullMarked
package org.cellnest.runtime;

import org.jspecify.annotations.NullMarked;
