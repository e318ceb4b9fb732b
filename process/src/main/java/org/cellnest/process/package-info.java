/**
 * What the router, the gateway and the cell have in common as processes: they read their settings, set up logging, start,
 * say that they are ready, and stop cleanly when told to.
 *
 * <p>{@link org.cellnest.process.ProcessMain} is that life; a {@link org.cellnest.process.ProcessFactory} makes what lives
 * it. Settings are in {@code settings}, log files in {@code logging}, the health pages in {@code ops}.
 */
@NullMarked
package org.cellnest.process;

import org.jspecify.annotations.NullMarked;
