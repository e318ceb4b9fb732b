/** The ops port: health checks, and whatever pages for the people who run the nest come later. Never for browsers at large. */
@NullMarked
package org.cellnest.process.ops;

import org.jspecify.annotations.NullMarked;
