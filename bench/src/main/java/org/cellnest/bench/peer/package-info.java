/** Contains the server behind the peers, which is also measured alone as the ceiling. */
@NullMarked
package org.cellnest.bench.peer;

import org.jspecify.annotations.NullMarked;
