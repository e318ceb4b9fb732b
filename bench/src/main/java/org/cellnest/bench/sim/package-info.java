/**
 * Simulates many cells without code behind their routes, to test a router, its pages and its tools with a large nest.
 */
@NullMarked
package org.cellnest.bench.sim;

import org.jspecify.annotations.NullMarked;
