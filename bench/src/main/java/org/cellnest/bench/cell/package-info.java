/** The handlers that are measured; a class of a user's jar and a plain class at the same time. */
@NullMarked
package org.cellnest.bench.cell;

import org.jspecify.annotations.NullMarked;
