/**
 * The ops port: health checks, and what the people who run the nest ask for. Never for browsers at large.
 *
 * <p>{@link org.cellnest.process.ops.OpsServer} is built of {@link org.cellnest.process.ops.OpsHandler}s by method and path,
 * and of files on the class path. The way of a request is {@code OpsDispatcher}; {@code OpsGuard} says who may ask.
 */
@NullMarked
package org.cellnest.process.ops;

import org.jspecify.annotations.NullMarked;
