/** Counts the gateway's events: one set for the process, one for each I/O thread. */
@NullMarked
package org.cellnest.gateway.metrics;

import org.jspecify.annotations.NullMarked;
