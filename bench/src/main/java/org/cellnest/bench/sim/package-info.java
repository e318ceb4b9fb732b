/** Many cells that have no code behind their routes, to see how a router, its pages and its tools bear a large nest. */
@NullMarked
package org.cellnest.bench.sim;

import org.jspecify.annotations.NullMarked;
