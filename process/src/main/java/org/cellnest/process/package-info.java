/**
 * Runs the router, the gateway and the cell as processes. A process reads its settings, sets up logging, starts, prints
 * its ready line, and stops cleanly on request.
 *
 * <p>{@link org.cellnest.process.ProcessMain} is the entry point; a {@link org.cellnest.process.ProcessFactory} creates
 * the process itself. Settings are in {@code settings}, log files in {@code logging}, the ops port with its health
 * pages in {@code ops}.
 */
@NullMarked
package org.cellnest.process;

import org.jspecify.annotations.NullMarked;
