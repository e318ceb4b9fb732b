/**
 * Serves the ops port: health checks, and the pages and APIs of operators. It is not for browsers on the Internet.
 *
 * <p>An {@link org.cellnest.process.ops.OpsServer} is built from {@link org.cellnest.process.ops.OpsHandler}s by method
 * and path, and from files on the class path. {@code OpsDispatcher} routes requests; {@code OpsGuard} authorizes them.
 */
@NullMarked
package org.cellnest.process.ops;

import org.jspecify.annotations.NullMarked;
