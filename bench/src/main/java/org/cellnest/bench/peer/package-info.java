/** The server that the peers have behind them, and that is measured alone as the ceiling. */
@NullMarked
package org.cellnest.bench.peer;

import org.jspecify.annotations.NullMarked;
